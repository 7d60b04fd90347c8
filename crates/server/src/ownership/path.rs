use std::collections::HashMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use serde_json::value::RawValue;
use uip_contract::place;

/// A place in an event's payload: `messages[0].id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EventPath {
    first: String,
    rest: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Member(String),
    Item(usize),
}

/// The members of an object, of which only the names are read. So an object is
/// read whatever else it holds, at any depth.
pub(super) struct Members<'p>(HashMap<Name, &'p RawValue>);

/// A member's name, also one that is not Unicode.
#[derive(PartialEq, Eq, Hash)]
struct Name(Vec<u8>);

impl EventPath {
    /// Reads a path as manifests write it.
    pub fn parse(text: &str) -> Option<Self> {
        let steps = place::steps(text)?;
        let (place::Step::Member(first), rest) = steps.split_first()? else {
            return None;
        };
        let owned = |step: &place::Step<'_>| match *step {
            place::Step::Member(name) => Step::Member(name.to_owned()),
            place::Step::Item(index) => Step::Item(index),
        };
        Some(Self {
            first: (*first).to_owned(),
            rest: rest.iter().map(owned).collect(),
        })
    }

    /// The value there: a text's characters, and the JSON of anything else.
    /// `null` and blank text are none.
    pub fn value(&self, members: &Members<'_>) -> Option<String> {
        let mut raw = members.get(&self.first)?;
        for step in &self.rest {
            raw = match step {
                Step::Member(name) => Members::read(raw.get())?.get(name)?,
                Step::Item(index) => {
                    let items: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
                    items.get(*index).copied()?
                }
            };
        }
        let json = raw.get();
        let value = serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned());
        let value = value.trim();
        (!value.is_empty() && json != "null").then(|| value.to_owned())
    }
}

impl<'p> Members<'p> {
    /// The members of a JSON text, if it is an object. Of repeated names the
    /// last counts.
    pub fn read(json: &'p str) -> Option<Self> {
        serde_json::from_str(json).ok().map(Self)
    }

    fn get(&self, name: &str) -> Option<&'p RawValue> {
        self.0.get(&Name(name.as_bytes().to_vec())).copied()
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Name;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a member's name")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.as_bytes().to_vec()))
            }

            fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Name, E> {
                Ok(Name(name.to_vec()))
            }
        }

        deserializer.deserialize_bytes(Bytes)
    }
}
