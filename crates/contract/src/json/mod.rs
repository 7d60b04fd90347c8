//! Reads JSON text in which no member is repeated.

mod borrowed;
mod reader;

use std::fmt;

use serde_json::Value;

pub(crate) use borrowed::{Json, Member};

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
    reader::read(serde_json::Deserializer::from_slice(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::reader::MOST_NAMED;
    use super::*;

    /// The repeated members, which are the same whatever the text is read into.
    fn repeated(text: &str) -> Vec<String> {
        let read = read_json(text.as_bytes());
        assert_eq!(Json::read(text).unwrap_err(), read.clone().unwrap_err());
        match read {
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
    fn a_member_that_is_repeated_is_named_among_many() {
        for count in [31, 32, 33, 100] {
            let many: Vec<_> = (0..count).map(|n| format!(r#""m{n}":{{}}"#)).collect();
            let text = format!(r#"{{{},"last":1,"m0":2,"last":3}}"#, many.join(","));
            assert_eq!(repeated(&text), ["m0", "last"], "{count}");
        }
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
            let expected: Value = serde_json::from_str(&text).unwrap();
            let json = Json::read(&text).unwrap();
            prop_assert_eq!(json.to_value(), expected.clone());
            prop_assert_eq!(Json::of(&expected), json);
            prop_assert_eq!(read_json(text.as_bytes()), Ok(expected));
        }
    }
}
