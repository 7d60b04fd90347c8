//! Values within a JSON text. Only the way to a value is read, so it is found
//! whatever else the text holds, at any depth, and nothing is built from the rest.

use std::fmt;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// One step towards a value: to a member of an object, to an item of an array, or
/// to whichever of both there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    member: Option<String>,
    item: Option<usize>,
}

impl Step {
    /// To the member of this name.
    pub fn member(name: &str) -> Self {
        Self {
            member: Some(name.to_owned()),
            item: None,
        }
    }

    /// To the item with this index.
    pub fn item(index: usize) -> Self {
        Self {
            member: None,
            item: Some(index),
        }
    }

    /// What a token of a JSON pointer (RFC 6901) leads to.
    fn token(token: &str) -> Self {
        let is_index = token.bytes().all(|byte| byte.is_ascii_digit())
            && (token == "0" || !token.starts_with('0'));
        Self {
            member: Some(token.replace("~1", "/").replace("~0", "~")),
            item: is_index.then(|| token.parse().ok()).flatten(),
        }
    }

    /// The steps of a JSON pointer that begins with `/`.
    pub fn of_pointer(pointer: &str) -> Vec<Self> {
        pointer.split('/').skip(1).map(Self::token).collect()
    }
}

/// The value at the end of `steps`, as it is written in `json`. Nothing if there is
/// none, or `json` is not JSON. Of repeated names the last counts.
pub(crate) fn find<'j>(json: &'j str, steps: &[Step]) -> Option<&'j RawValue> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let found = Way(steps).deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    found
}

/// Reads a value, and gives what is at the end of the steps.
struct Way<'s>(&'s [Step]);

impl<'de> DeserializeSeed<'de> for Way<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        match self.0.split_first() {
            None => <&RawValue>::deserialize(reader).map(Some),
            Some((step, rest)) => reader.deserialize_any(At { step, rest }),
        }
    }
}

/// A step, and those after it.
struct At<'s> {
    step: &'s Step,
    rest: &'s [Step],
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let wanted = self.step.member.as_deref();
        let mut found = None;
        while let Some(is_wanted) = members.next_key_seed(IsName(wanted))? {
            if is_wanted {
                found = members.next_value_seed(Way(self.rest))?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        for _ in 0..self.step.item.unwrap_or(usize::MAX) {
            if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(None);
            }
        }
        if let Some(item) = items.next_element_seed(Way(self.rest))? {
            found = item;
            while items.next_element::<IgnoredAny>()?.is_some() {}
        }
        Ok(found)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Reads a member's name, also one that is not Unicode, and tells whether it is the
/// one that is wanted.
struct IsName<'n>(Option<&'n str>);

impl<'de> DeserializeSeed<'de> for IsName<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<bool, D::Error> {
        reader.deserialize_bytes(self)
    }
}

impl Visitor<'_> for IsName<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<bool, E> {
        self.visit_bytes(name.as_bytes())
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<bool, E> {
        Ok(self.0.is_some_and(|wanted| wanted.as_bytes() == name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'j>(json: &'j str, pointer: &str) -> Option<&'j str> {
        find(json, &Step::of_pointer(pointer)).map(RawValue::get)
    }

    #[test]
    fn a_pointer_finds_what_it_finds_in_the_value_that_is_read() {
        let json = r#" {"a": [[1, 2.50], {"b": "c", "0": true}], "0": {"~/": null}, "": []} "#;
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        for pointer in [
            "/a",
            "/a/0",
            "/a/0/1",
            "/a/0/2",
            "/a/00",
            "/a/+1",
            "/a/1/b",
            "/a/1/0",
            "/a/1/1",
            "/a/1/b/0",
            "/a/0/1/0",
            "/0",
            "/0/~0~1",
            "/0/~0~1/x",
            "/",
            "//0",
            "/x",
            "/a/b",
            "/a/99999999999999999999999999",
        ] {
            let found = at(json, pointer).map(|found| serde_json::from_str(found).unwrap());
            assert_eq!(found.as_ref(), value.pointer(pointer), "{pointer}");
        }
    }

    #[test]
    fn a_value_is_found_whatever_else_the_text_holds() {
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        for json in [
            format!(r#"{{"deep":{deep},"a":{{"b":[0,7]}}}}"#),
            r#"{"\ud83d":"\ud83d","a":{"\udc4b":1e999,"b":["\ud83d",7]}}"#.to_owned(),
            r#"{"\u0061":{"b":[0,7]}}"#.to_owned(),
            r#"{"a":{"b":[0,1]},"a":{"b":[0,7]}}"#.to_owned(),
        ] {
            assert_eq!(at(&json, "/a/b/1"), Some("7"), "{json:.60}");
        }
    }

    #[test]
    fn nothing_is_found_in_what_is_not_json() {
        for json in ["", r#"{"a":1"#, r#"{"a":1} x"#, r#"{"a":1,}"#, "a"] {
            assert_eq!(at(json, "/a"), None, "{json}");
        }
    }
}
