//! The reader of incoming JSON, compared with another one.

#![no_main]

use std::fmt;

use libfuzzer_sys::fuzz_target;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use uip_fuzz::is_json;
use uip_kit::json::{Document, Raw, quote};

/// The members of an object as `serde_json` sees them, repeated names included.
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// The items of an array as `serde_json` sees them.
struct Items<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Array;
        impl<'de> Visitor<'de> for Array {
            type Value = Items<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Items<'de>, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Items(items))
            }
        }
        deserializer.deserialize_seq(Array)
    }
}

/// Checks a value and everything in it.
fn check(root: Raw<'_>) {
    let mut left = vec![root];
    while let Some(value) = left.pop() {
        let text = value.get();
        if value.is_object() {
            let object = value.object().expect("it is one");
            let ours: Vec<_> = object.members().collect();
            if let Ok(Members(theirs)) = serde_json::from_str(text) {
                let ours = ours.iter().map(|m| (m.name.get(), m.value.get()));
                let theirs = theirs.iter().map(|(name, value)| (name.get(), value.get()));
                assert!(ours.eq(theirs), "other members: {text}");
            }
            left.extend(ours.into_iter().map(|member| member.value));
        } else if value.is_array() {
            let ours: Vec<_> = value.items().expect("it is one").collect();
            let Items(theirs) = serde_json::from_str(text).expect("an array is read");
            let values = ours.iter().map(|item| item.get());
            assert!(values.eq(theirs.iter().map(|item| item.get())), "{text}");
            left.extend(ours);
        } else if let Some(string) = value.text()
            && let Ok(theirs) = serde_json::from_str::<String>(text)
        {
            assert_eq!(string, theirs, "another text: {text}");
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let back: String = serde_json::from_str(&quote(text)).expect("what is quoted is JSON");
    assert_eq!(back, text, "what is quoted is read as it was");

    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    match Document::parse(text) {
        Ok(document) => {
            assert!(is_json(bare), "this is no JSON: {text:?}");
            assert_eq!(
                document.root().get(),
                bare.trim_matches([' ', '\t', '\n', '\r'])
            );
            // Comparing at every depth takes quadratic time.
            if text.len() <= 4096 {
                check(document.root());
            }
        }
        Err(_) => assert!(!is_json(text), "this is JSON: {text:?}"),
    }
});
