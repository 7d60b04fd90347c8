//! JSON that is looked into without being taken apart: every part keeps the
//! text it was sent as. Nothing here recurses, so depth costs no stack, and
//! each look costs time linear in the text looked at.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer as _;
use serde::de::{Deserialize, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// One member of a JSON object.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    /// The name as it was sent: quotes and escapes included.
    pub raw_name: &'a str,
    /// The value as it was sent.
    pub value: &'a RawValue,
}

impl Member<'_> {
    /// Whether the member has this name, however it was escaped.
    pub fn is(&self, name: &str) -> bool {
        if self.raw_name.contains('\\') {
            decode(self.raw_name).is_some_and(|decoded| decoded == name)
        } else {
            self.raw_name
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
                == Some(name)
        }
    }
}

/// A JSON object: its members in the order they were sent, repeated names
/// included.
pub struct Object<'a> {
    members: Vec<Member<'a>>,
}

impl<'a> Object<'a> {
    /// Reads the text of one JSON object.
    ///
    /// # Errors
    /// The text is not JSON, or not an object.
    pub fn parse(text: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The object in `value`, if it is one.
    pub fn from_value(value: &'a RawValue) -> Option<Self> {
        Self::parse(value.get()).ok()
    }

    /// The members in the order they were sent.
    pub fn members(&self) -> impl Iterator<Item = Member<'a>> {
        self.members.iter().copied()
    }

    /// The value of a member. Of repeated names the last counts, as in
    /// JavaScript.
    pub fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.members
            .iter()
            .rev()
            .find(|member| member.is(name))
            .map(|member| member.value)
    }

    /// The text of a member that is a string.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)
            .and_then(|value| decode(value.get()))
            .map(Cow::into_owned)
    }

    /// The text of a member that is a string or a number. WhatsApp writes
    /// some numbers both ways.
    pub fn text_or_number(&self, name: &str) -> Option<String> {
        let raw = self.get(name)?.get();
        if raw.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            Some(raw.to_owned())
        } else {
            decode(raw).map(Cow::into_owned)
        }
    }

    /// A member that is a number, or a string that holds one.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text_or_number(name)?.trim().parse().ok()
    }

    /// A member that is `true` or `false`.
    pub fn boolean(&self, name: &str) -> Option<bool> {
        self.get(name)?.get().parse().ok()
    }

    /// A member that is an object.
    pub fn object(&self, name: &str) -> Option<Object<'a>> {
        Self::from_value(self.get(name)?)
    }

    /// The items of a member that is an array; none if it is not.
    pub fn items(&self, name: &str) -> Vec<&'a RawValue> {
        self.get(name).and_then(items).unwrap_or_default()
    }

    /// The items of an array that are objects.
    pub fn objects(&self, name: &str) -> Vec<Object<'a>> {
        self.items(name)
            .into_iter()
            .filter_map(Self::from_value)
            .collect()
    }

    /// A member as it was sent, unless it is absent or null.
    pub fn json(&self, name: &str) -> Option<String> {
        self.get(name)
            .map(RawValue::get)
            .filter(|raw| *raw != "null")
            .map(str::to_owned)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
                    members.push(Member {
                        raw_name: name.get(),
                        value,
                    });
                }
                Ok(Object { members })
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// The items of an array; `None` if the value is not one.
pub fn items(value: &RawValue) -> Option<Vec<&RawValue>> {
    struct Items;
    impl<'de> Visitor<'de> for Items {
        type Value = Vec<&'de RawValue>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = seq.next_element::<&RawValue>()? {
                items.push(item);
            }
            Ok(items)
        }
    }
    serde_json::Deserializer::from_str(value.get())
        .deserialize_seq(Items)
        .ok()
}

/// The text of a JSON string; `None` if `raw` is not one. Half a surrogate
/// pair, which WhatsApp leaves behind when it cuts a text inside an emoji,
/// becomes U+FFFD.
pub fn decode(raw: &str) -> Option<Cow<'_, str>> {
    struct Text;
    impl<'de> Visitor<'de> for Text {
        type Value = Cow<'de, str>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
            Ok(std::str::from_utf8(bytes)
                .map_or_else(|_| Cow::Owned(without_half_pairs(bytes)), Cow::Borrowed))
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
            Ok(Cow::Owned(without_half_pairs(bytes)))
        }
    }
    if !raw.starts_with('"') {
        return None;
    }
    serde_json::Deserializer::from_str(raw)
        .deserialize_bytes(Text)
        .ok()
}

/// Text in which half a surrogate pair, three bytes of which the first is
/// 0xED, is the only thing that is not UTF-8.
fn without_half_pairs(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if chunk.invalid().first() == Some(&0xed) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}
