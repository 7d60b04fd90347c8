use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How many repeated members are named. A long array can have one in every
/// item.
const MOST_NAMED: usize = 20;

/// Why a text is not taken as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRead {
    /// It is not JSON: what is wrong, with line and column.
    NotJson(String),
    /// It is JSON in which an object has two members of one name. Readers
    /// differ in which of the two they take, so neither is. Holds the path of
    /// each: `buttons[0].index`.
    Repeated(Vec<String>),
}

impl NotRead {
    /// The problem of a repeated member, without its path.
    pub const REPEATED: &'static str = "given more than once: leave one out";

    /// Every problem, as a line that begins with its path where it has one.
    pub fn problems(&self) -> Vec<String> {
        match self {
            Self::NotJson(why) => vec![format!("not JSON: {why}")],
            Self::Repeated(paths) => paths
                .iter()
                .map(|path| format!("{path}: {}", Self::REPEATED))
                .collect(),
        }
    }
}

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems().join("; "))
    }
}

impl std::error::Error for NotRead {}

/// Reads JSON text, as `serde_json` does, but for repeated members.
///
/// # Errors
/// When the text is not JSON, is nested more than 127 levels deep, or an
/// object at any depth has two members of one name.
pub fn read_json(text: &[u8]) -> Result<Value, NotRead> {
    let repeated = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let reader = Reader {
        at: &Place::Root,
        repeated: &repeated,
    };
    let value = reader
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| NotRead::NotJson(error.to_string()))?;
    let repeated = repeated.into_inner();
    if repeated.is_empty() {
        Ok(value)
    } else {
        Err(NotRead::Repeated(repeated))
    }
}

/// Where in the text the reader is. It is written out only for a mistake.
enum Place<'p> {
    Root,
    Member(&'p Place<'p>, &'p str),
    Item(&'p Place<'p>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(Self::Root, name) => f.write_str(name),
            Self::Member(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

#[derive(Clone, Copy)]
struct Reader<'r> {
    at: &'r Place<'r>,
    repeated: &'r RefCell<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("a number is not finite"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        loop {
            let item = Reader {
                at: &Place::Item(self.at, all.len()),
                repeated: self.repeated,
            };
            match items.next_element_seed(item)? {
                Some(value) => all.push(value),
                None => return Ok(Value::Array(all)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let place = Place::Member(self.at, &name);
            let member = Reader {
                at: &place,
                repeated: self.repeated,
            };
            let value = members.next_value_seed(member)?;
            if all.contains_key(&name) {
                let mut repeated = self
                    .repeated
                    .try_borrow_mut()
                    .map_err(|error| A::Error::custom(error.to_string()))?;
                let path = place.to_string();
                if repeated.len() < MOST_NAMED && !repeated.contains(&path) {
                    repeated.push(path);
                }
            }
            all.insert(name, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn repeated(text: &str) -> Vec<String> {
        match read_json(text.as_bytes()) {
            Err(NotRead::Repeated(paths)) => paths,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_member_that_is_repeated_is_named_at_every_depth() {
        assert_eq!(repeated(r#"{"a":1,"a":1}"#), ["a"]);
        assert_eq!(
            repeated(r#"{"a":1,"b":[{"c":1},{"c":{"d":1,"d":2},"c":1}],"a":null}"#),
            ["b[1].c.d", "b[1].c", "a"]
        );
        assert_eq!(repeated(r#"[{"a":1,"\u0061":2}]"#), ["[0].a"]);
        assert_eq!(repeated(r#"{"a":1,"a":1,"a":1}"#), ["a"]);
    }

    #[test]
    fn the_same_name_in_two_objects_is_no_repetition() {
        let text = r#"{"a":{"a":1},"b":[{"a":1},{"a":2}],"A":1}"#;
        let value = json!({"a":{"a":1},"b":[{"a":1},{"a":2}],"A":1});
        assert_eq!(read_json(text.as_bytes()), Ok(value));
    }

    #[test]
    fn what_is_not_json_says_where() {
        for text in ["", "{", "{}x", "{\"a\":}", "nan", "1e999", "\u{feff}{}"] {
            let Err(NotRead::NotJson(why)) = read_json(text.as_bytes()) else {
                panic!("{text}");
            };
            assert!(why.contains("line 1 column"), "{text}: {why}");
        }
        assert!(read_json(&[b'"', 0xff, b'"']).is_err());
        assert!(read_json("[".repeat(100_000).as_bytes()).is_err());
    }

    #[test]
    fn many_repetitions_are_named_up_to_a_bound() {
        let text = format!("[{}]", vec![r#"{"a":1,"a":2}"#; 1000].join(","));
        assert_eq!(repeated(&text).len(), MOST_NAMED);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::String),
        ];
        leaf.prop_recursive(3, 30, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
                prop::collection::vec((".{0,4}", inner), 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn all_other_json_is_read_as_serde_json_reads_it(value in any_json()) {
            let text = value.to_string();
            prop_assert_eq!(read_json(text.as_bytes()), Ok(serde_json::from_str(&text).unwrap()));
        }
    }
}
