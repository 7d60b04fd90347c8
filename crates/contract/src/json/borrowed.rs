use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Number, Value};

use super::{NotRead, reader};

/// A JSON value, with the texts that have no escapes borrowed, and the members of
/// each object in a list. It is cheaper to read and to drop than a [`Value`].
#[derive(Debug, PartialEq)]
pub(crate) enum Json<'t> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'t, str>),
    Array(Vec<Json<'t>>),
    Object(Vec<Member<'t>>),
}

/// A member of an object.
pub(crate) type Member<'t> = (Cow<'t, str>, Json<'t>);

impl<'t> Json<'t> {
    /// Reads JSON text as [`read_json`](super::read_json) does.
    pub fn read(text: &'t str) -> Result<Self, NotRead> {
        reader::read(serde_json::Deserializer::from_str(text))
    }

    /// The same value, with its texts borrowed.
    pub fn of(value: &'t Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Array(items) => Self::Array(items.iter().map(Json::of).collect()),
            Value::Object(members) => {
                let members = members.iter();
                let members =
                    members.map(|(name, value)| (Cow::Borrowed(&**name), Json::of(value)));
                Self::Object(members.collect())
            }
        }
    }

    /// The same value, to keep.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.clone().into_owned()),
            Self::Array(items) => Value::Array(items.iter().map(Json::to_value).collect()),
            Self::Object(members) => {
                let members = members.iter();
                let members =
                    members.map(|(name, value)| (name.clone().into_owned(), value.to_value()));
                Value::Object(members.collect())
            }
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<()> for Json<'_> {
    fn from((): ()) -> Self {
        Self::Null
    }
}

impl From<bool> for Json<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Number> for Json<'_> {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl<'t> From<Cow<'t, str>> for Json<'t> {
    fn from(text: Cow<'t, str>) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<Self>> for Json<'_> {
    fn from(items: Vec<Self>) -> Self {
        Self::Array(items)
    }
}

/// The members of an object, while they are read.
#[derive(Default)]
pub(crate) struct Members<'t> {
    list: Vec<Member<'t>>,
    /// Every name, once there are many: a few are compared sooner than hashed.
    names: HashSet<Cow<'t, str>>,
}

impl Members<'_> {
    const FEW: usize = 32;

    fn has(&mut self, name: &str) -> bool {
        if self.list.len() < Self::FEW {
            return self.list.iter().any(|(it, _)| it == name);
        }
        if self.names.is_empty() {
            let names = self.list.iter().map(|(name, _)| name.clone());
            self.names = names.collect();
        }
        self.names.contains(name)
    }
}

impl<'t> reader::Tree<'t> for Json<'t> {
    type Members = Members<'t>;

    fn object(members: Members<'t>) -> Self {
        Self::Object(members.list)
    }

    fn insert(members: &mut Members<'t>, name: Cow<'t, str>, value: Self) -> Option<Cow<'t, str>> {
        if members.has(&name) {
            return Some(name);
        }
        if !members.names.is_empty() {
            members.names.insert(name.clone());
        }
        members.list.push((name, value));
        None
    }
}
