//! Reads a JSON object member by member. Every member that is wrong, missing or
//! unknown is a mistake with its path, a JSON Pointer.

use std::cell::RefCell;
use std::fmt;

use crate::json::{Json, Member};
use crate::{Mistakes, did_you_mean};

/// How much of a wrong value is shown, in characters.
const SHOWN: usize = 60;

/// How many members an object of a manifest can have, about.
const MEMBERS: usize = 20;

/// Where a value is, as a JSON Pointer (RFC 6901). It is written out only for a
/// mistake.
#[derive(Clone, Copy)]
pub(super) enum Pointer<'p> {
    Root,
    Member(&'p Pointer<'p>, &'p str),
    Item(&'p Pointer<'p>, usize),
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(parent, name) => {
                write!(f, "{parent}/{}", name.replace('~', "~0").replace('/', "~1"))
            }
            Self::Item(parent, index) => write!(f, "{parent}/{index}"),
        }
    }
}

/// The members of an object, while they are read. Each name is asked for once.
pub(super) struct Members<'v> {
    at: Pointer<'v>,
    object: &'v [Member<'v>],
    known: Vec<&'static str>,
    /// How many of the members were asked for.
    taken: usize,
    mistakes: &'v RefCell<Mistakes>,
}

impl<'v> Members<'v> {
    /// The members of `value`, if it is an object.
    pub fn of(
        at: Pointer<'v>,
        value: &'v Json<'v>,
        mistakes: &'v RefCell<Mistakes>,
    ) -> Option<Self> {
        if let Json::Object(object) = value {
            return Some(Self {
                at,
                object,
                known: Vec::with_capacity(MEMBERS),
                taken: 0,
                mistakes,
            });
        }
        let problem = expected("an object", value);
        mistakes.borrow_mut().push(at.to_string(), problem);
        None
    }

    /// The value of a member, which is known from now on.
    fn take(&mut self, name: &'static str) -> Option<&'v Json<'v>> {
        self.known.push(name);
        let (_, value) = self.object.iter().find(|(it, _)| it == name)?;
        self.taken += 1;
        Some(value)
    }

    /// A member that may be left out.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'v Json<'v>) -> Result<T, String>,
    ) -> Option<T> {
        let value = self.take(name)?;
        self.read(name, value, read)
    }

    /// A member that must be given.
    pub fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'v Json<'v>) -> Result<T, String>,
    ) -> Option<T> {
        let Some(value) = self.take(name) else {
            self.wrong(name, "is missing".to_owned());
            return None;
        };
        self.read(name, value, read)
    }

    fn read<T>(
        &self,
        name: &str,
        value: &'v Json<'v>,
        read: impl FnOnce(&'v Json<'v>) -> Result<T, String>,
    ) -> Option<T> {
        read(value)
            .map_err(|problem| self.wrong(name, problem))
            .ok()
    }

    /// A member that is true or false. Default: false.
    pub fn flag(&mut self, name: &'static str) -> bool {
        self.optional(name, boolean).unwrap_or_default()
    }

    /// A list of texts, each once.
    pub fn texts<T: PartialEq>(
        &mut self,
        name: &'static str,
        least: usize,
        read: impl Fn(&Json<'_>) -> Result<T, String>,
    ) -> Vec<T> {
        let Some(value) = self.take(name) else {
            return Vec::new();
        };
        let at = Pointer::Member(&self.at, name);
        list(at, value, least, &read, self.mistakes)
    }

    /// Lists of texts.
    pub fn lists(
        &mut self,
        name: &'static str,
        least: usize,
        read: impl Fn(&Json<'_>) -> Result<String, String>,
    ) -> Vec<Vec<String>> {
        let lists = self.optional(name, |value| items(value, 1));
        let lists = lists.into_iter().flatten().enumerate();
        let at = Pointer::Member(&self.at, name);
        lists
            .map(|(index, value)| {
                list(
                    Pointer::Item(&at, index),
                    value,
                    least,
                    &read,
                    self.mistakes,
                )
            })
            .collect()
    }

    /// A list of objects that must be given.
    pub fn objects<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Members<'_>) -> Option<T>,
    ) -> Vec<T> {
        let items = self.required(name, |value| items(value, 0));
        let items = items.into_iter().flatten().enumerate();
        let at = Pointer::Member(&self.at, name);
        items
            .filter_map(|(index, value)| {
                let at = Pointer::Item(&at, index);
                let mut members = Members::of(at, value, self.mistakes)?;
                let item = read(&mut members);
                members.finish();
                item
            })
            .collect()
    }

    /// Members that were not asked for are unknown.
    pub fn finish(self) {
        if self.taken == self.object.len() {
            return;
        }
        for (name, _) in self.object {
            if !self.known.contains(&&**name) {
                let hint = did_you_mean(name, self.known.iter().copied());
                self.wrong(name, format!("unknown member; {hint}"));
            }
        }
    }

    fn wrong(&self, name: &str, problem: String) {
        let at = Pointer::Member(&self.at, name).to_string();
        self.mistakes.borrow_mut().push(at, problem);
    }
}

/// The items of a list, with at least so many of them.
fn items<'v>(value: &'v Json<'v>, least: usize) -> Result<&'v [Json<'v>], String> {
    match value {
        Json::Array(items) if items.len() < least => Err(format!(
            "too few items: {}, at least {least} are needed",
            items.len()
        )),
        Json::Array(items) => Ok(items),
        other => Err(expected("an array", other)),
    }
}

fn list<T: PartialEq>(
    at: Pointer<'_>,
    value: &Json<'_>,
    least: usize,
    read: &impl Fn(&Json<'_>) -> Result<T, String>,
    mistakes: &RefCell<Mistakes>,
) -> Vec<T> {
    let items = match items(value, least) {
        Ok(items) => items,
        Err(problem) => {
            mistakes.borrow_mut().push(at.to_string(), problem);
            return Vec::new();
        }
    };
    let mut list = Vec::new();
    for (index, item_value) in items.iter().enumerate() {
        match read(item_value) {
            Ok(item) if list.contains(&item) => {
                mistakes.borrow_mut().push(
                    at.to_string(),
                    format!("{} is in it twice", shown(item_value)),
                );
            }
            Ok(item) => list.push(item),
            Err(problem) => mistakes
                .borrow_mut()
                .push(Pointer::Item(&at, index).to_string(), problem),
        }
    }
    list
}

/// `expected a word, got 7`.
pub(super) fn expected(what: &str, got: &Json<'_>) -> String {
    format!("expected {what}, got {}", shown(got))
}

/// A value as a mistake shows it: never much of it.
fn shown(value: &Json<'_>) -> String {
    let text = value.to_value().to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    let mut cut: String = text.chars().take(SHOWN).collect();
    cut.push('…');
    cut
}

/// True or false.
pub(super) fn boolean(value: &Json<'_>) -> Result<bool, String> {
    match value {
        Json::Bool(value) => Ok(*value),
        other => Err(expected("true or false", other)),
    }
}
