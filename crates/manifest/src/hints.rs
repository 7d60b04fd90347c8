//! Finds the hints in `designer.toml` for a field, and those that were never
//! used.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::designer::{Designer, Hints};

/// Finds hints, and remembers which it found.
pub struct Finder<'a> {
    designer: &'a Designer,
    used: RefCell<BTreeSet<(String, String)>>,
}

/// A type that contains a field, and the field's path within it.
#[derive(Debug, Clone)]
pub struct Scope {
    pub ty: String,
    pub path: String,
}

impl<'a> Finder<'a> {
    pub fn new(designer: &'a Designer) -> Self {
        Self {
            designer,
            used: RefCell::default(),
        }
    }

    /// The hints for the field `name` within `scopes`, the outermost first.
    pub fn find(&self, name: &str, scopes: &[Scope]) -> Hints {
        let mut hints = Hints::default();
        if let Some(more) = self.designer.fields.get(name) {
            self.used(String::new(), name);
            hints.override_with(more);
        }
        for scope in scopes.iter().rev() {
            let Some(fields) = self.designer.types.get(&scope.ty) else {
                continue;
            };
            if let Some(more) = fields.get(&scope.path) {
                self.used(scope.ty.clone(), &scope.path);
                hints.override_with(more);
            }
        }
        hints
    }

    fn used(&self, ty: String, path: &str) {
        self.used.borrow_mut().insert((ty, path.to_owned()));
    }

    /// The entries that fit nothing in the WIT, each in a sentence.
    pub fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        let is_unused = |ty: &str, path: &str| !used.contains(&(ty.to_owned(), path.to_owned()));
        let fields = self.designer.fields.keys();
        let fields = fields
            .filter(|name| is_unused("", name))
            .map(|name| format!("fields.{name} fits no field of the WIT"));
        let types = self.designer.types.iter().flat_map(|(ty, fields)| {
            let paths = fields.keys();
            paths
                .filter(|path| is_unused(ty, path))
                .map(move |path| format!("types.{ty}: {path:?} fits no field of the WIT"))
        });
        fields.chain(types).collect()
    }
}

impl Hints {
    fn override_with(&mut self, more: &Self) {
        fn set<T: Clone>(slot: &mut Option<T>, value: Option<&T>) {
            if let Some(value) = value {
                *slot = Some(value.clone());
            }
        }
        set(&mut self.display, more.display.as_ref());
        set(&mut self.inside, more.inside.as_ref());
        set(&mut self.note, more.note.as_ref());
        set(&mut self.example, more.example.as_ref());
        set(&mut self.min, more.min.as_ref());
        set(&mut self.max, more.max.as_ref());
        set(&mut self.default, more.default.as_ref());
        set(&mut self.content_encoding, more.content_encoding.as_ref());
        set(&mut self.excludes, more.excludes.as_ref());
        set(&mut self.secret, more.secret.as_ref());
        set(&mut self.event_paths, more.event_paths.as_ref());
    }
}
