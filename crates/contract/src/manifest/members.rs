//! Reads a JSON object member by member. Every member that is wrong, missing or
//! unknown is a mistake with its path, a JSON Pointer.

use std::cell::RefCell;

use serde_json::{Map, Value};

use crate::{Mistakes, did_you_mean};

/// How much of a wrong value is shown, in characters.
const SHOWN: usize = 60;

/// The members of an object, while they are read.
pub(super) struct Members<'v> {
    path: String,
    object: &'v Map<String, Value>,
    known: Vec<&'static str>,
    mistakes: &'v RefCell<Mistakes>,
}

impl<'v> Members<'v> {
    /// The members of `value`, if it is an object.
    pub fn of(path: String, value: &'v Value, mistakes: &'v RefCell<Mistakes>) -> Option<Self> {
        if let Value::Object(object) = value {
            return Some(Self {
                path,
                object,
                known: Vec::new(),
                mistakes,
            });
        }
        let problem = expected("an object", value);
        mistakes.borrow_mut().push(path, problem);
        None
    }

    /// A member that may be left out.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'v Value) -> Result<T, String>,
    ) -> Option<T> {
        self.known.push(name);
        read(self.object.get(name)?)
            .map_err(|problem| self.wrong(name, problem))
            .ok()
    }

    /// A member that must be given.
    pub fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'v Value) -> Result<T, String>,
    ) -> Option<T> {
        if !self.object.contains_key(name) {
            self.wrong(name, "is missing".to_owned());
        }
        self.optional(name, read)
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
        read: impl Fn(&Value) -> Result<T, String>,
    ) -> Vec<T> {
        self.known.push(name);
        let Some(value) = self.object.get(name) else {
            return Vec::new();
        };
        list(self.path_of(name), value, least, &read, self.mistakes)
    }

    /// Lists of texts.
    pub fn lists(
        &mut self,
        name: &'static str,
        least: usize,
        read: impl Fn(&Value) -> Result<String, String>,
    ) -> Vec<Vec<String>> {
        let lists = self.optional(name, |value| items(value, 1));
        let lists = lists.into_iter().flatten().enumerate();
        lists
            .map(|(index, value)| {
                let path = format!("{}/{index}", self.path_of(name));
                list(path, value, least, &read, self.mistakes)
            })
            .collect()
    }

    /// A list of objects that must be given.
    pub fn objects<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Members<'v>) -> Option<T>,
    ) -> Vec<T> {
        let items = self.required(name, |value| items(value, 0));
        let items = items.into_iter().flatten().enumerate();
        let path = self.path_of(name);
        items
            .filter_map(|(index, value)| {
                let path = format!("{path}/{index}");
                let mut members = Members::of(path, value, self.mistakes)?;
                let item = read(&mut members);
                members.finish();
                item
            })
            .collect()
    }

    /// Members that were not asked for are unknown.
    pub fn finish(self) {
        for name in self.object.keys() {
            if !self.known.contains(&name.as_str()) {
                let hint = did_you_mean(name, self.known.iter().copied());
                self.wrong(name, format!("unknown member; {hint}"));
            }
        }
    }

    fn wrong(&self, name: &str, problem: String) {
        self.mistakes.borrow_mut().push(self.path_of(name), problem);
    }

    fn path_of(&self, name: &str) -> String {
        let name = name.replace('~', "~0").replace('/', "~1");
        format!("{}/{name}", self.path)
    }
}

/// The items of a list, with at least so many of them.
fn items(value: &Value, least: usize) -> Result<&Vec<Value>, String> {
    match value {
        Value::Array(items) if items.len() < least => Err(format!(
            "too few items: {}, at least {least} are needed",
            items.len()
        )),
        Value::Array(items) => Ok(items),
        other => Err(expected("an array", other)),
    }
}

fn list<T: PartialEq>(
    path: String,
    value: &Value,
    least: usize,
    read: &impl Fn(&Value) -> Result<T, String>,
    mistakes: &RefCell<Mistakes>,
) -> Vec<T> {
    let items = match items(value, least) {
        Ok(items) => items,
        Err(problem) => {
            mistakes.borrow_mut().push(path, problem);
            return Vec::new();
        }
    };
    let mut list = Vec::new();
    for (index, item_value) in items.iter().enumerate() {
        match read(item_value) {
            Ok(item) if list.contains(&item) => {
                mistakes.borrow_mut().push(
                    path.clone(),
                    format!("{} is in it twice", shown(item_value)),
                );
            }
            Ok(item) => list.push(item),
            Err(problem) => mistakes
                .borrow_mut()
                .push(format!("{path}/{index}"), problem),
        }
    }
    list
}

/// `expected a word, got 7`.
pub(super) fn expected(what: &str, got: &Value) -> String {
    format!("expected {what}, got {}", shown(got))
}

/// A value as a mistake shows it: never much of it.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    let mut cut: String = text.chars().take(SHOWN).collect();
    cut.push('…');
    cut
}

/// True or false.
pub(super) fn boolean(value: &Value) -> Result<bool, String> {
    value
        .as_bool()
        .ok_or_else(|| expected("true or false", value))
}
