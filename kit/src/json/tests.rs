//! What is read here is what `serde_json` reads.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;

use super::{Document, OwnedRaw, Raw, quote, to_string, work};

#[test]
fn a_value_keeps_its_text_and_loses_the_spaces_around_it() {
    assert_eq!(Document::parse(" \n[1 , 2]\t").unwrap().text(), "[1 , 2]");
}

#[test]
fn half_a_pair_becomes_one_replacement_character() {
    for (json, text) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
        (r#""a\ud83db""#, "a\u{fffd}b"),
        (r#""\ud83d\ude00""#, "😀"),
        (r#""\ud83d\n\ude00""#, "\u{fffd}\n\u{fffd}"),
    ] {
        assert_eq!(
            Document::parse(json).unwrap().root().text().unwrap(),
            text,
            "{json}"
        );
    }
}

#[test]
fn a_look_up_passes_over_what_is_in_other_members() {
    let large = format!("[{}0]", "{\"x\":[1,2]},".repeat(10_000));
    let text = format!("{{\"a\":{large},\"b\":{large},\"c\":[{large},7]}}");
    let (document, work) = work::of(|| Document::parse(&text).unwrap());
    assert_eq!(work, text.len());
    let (item, work) = work::of(|| {
        let object = document.object().unwrap();
        object.items("c").nth(1).unwrap().get()
    });
    assert_eq!(item, "7");
    assert!(work < 10, "{work}");
}

#[test]
fn a_text_that_is_not_json_says_where_it_goes_wrong() {
    for (text, wrong) in [
        ("", "it ends too early at line 1 column 1"),
        ("{\"é\":", "it ends too early at line 1 column 5"),
        ("[1,\n 2,]", "the JSON is invalid at line 2 column 4"),
        ("\"a\nb\"", "the JSON is invalid at line 1 column 2"),
        ("\"\\u12x4\"", "the JSON is invalid at line 1 column 6"),
        ("\"\\x\"", "the JSON is invalid at line 1 column 3"),
        ("tru!", "the JSON is invalid at line 1 column 4"),
        ("-", "it ends too early at line 1 column 1"),
        ("1.e", "the JSON is invalid at line 1 column 3"),
        ("01", "the JSON is invalid at line 1 column 2"),
        ("[}", "the JSON is invalid at line 1 column 2"),
        ("{\"a\":1]", "the JSON is invalid at line 1 column 7"),
        ("{} {}", "the JSON is invalid at line 1 column 4"),
    ] {
        let error = Document::parse(text).err().unwrap();
        assert_eq!(error.to_string(), wrong, "{text}");
    }
}

#[test]
fn what_is_not_json_is_none() {
    for text in [
        "",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "nul",
        "01",
        "\"\u{1}\"",
        "\"\\x\"",
        "1 2",
    ] {
        assert!(Document::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_decimal_is_read_in_numbers_and_in_strings() {
    for (json, value) in [
        ("44.5", Some(44.5)),
        ("-0.125", Some(-0.125)),
        ("\"37.44216251868683\"", Some(37.442_162_518_686_83)),
        ("\" 7.5 \"", Some(7.5)),
        ("0", Some(0.0)),
        ("1e3", Some(1000.0)),
        ("4.4678901234567890123e1", Some(44.678_901_234_567_89)),
        ("\"44.12345678901234567\"", Some(44.123_456_789_012_346)),
        (
            "\"12345678901234567890123\"",
            Some(1.234_567_890_123_456_8e22),
        ),
        ("1e400", None),
        ("\"7.\"", None),
        ("\".5\"", None),
        ("\"+1\"", None),
        ("\"01\"", None),
        ("\"\"", None),
        ("\"-\"", None),
        ("\"x\"", None),
        ("\"inf\"", None),
        ("\"NaN\"", None),
        ("\"1.x\"", None),
        ("\"44.12345678901234567xyz\"", None),
        ("\"4.4678901234567890123e\"", None),
        ("\"--1\"", None),
        ("\"1.é\"", None),
        ("true", None),
    ] {
        let text = format!("{{\"n\":{json}}}");
        let document = Document::parse(&text).unwrap();
        let object = document.object().unwrap();
        assert_eq!(object.decimal("n"), value, "{json}");
    }
}

#[test]
fn names_alike_in_length_and_at_both_ends_are_told_apart() {
    // Longer than the length that is kept of a name.
    let long = |middle: &str| format!("x{}{middle}y", "-".repeat(39_990));
    let (one, other) = (long("--------1"), long("--------2"));
    let (dashes, more) = (long("---------"), long("-----------------"));
    for (name, others) in [
        (
            "from_user_id",
            ["from_uzer_id", "from_user-id", "from_user_jd"],
        ),
        ("text", ["test", "taxt", r"t\u0065st"]),
        ("a", ["b", "aa", ""]),
        (&one, [&other, &dashes, "xy"]),
        (&dashes, [&more, &one, "xy"]),
    ] {
        let others: Vec<String> = others.iter().map(|it| format!("\"{it}\":0")).collect();
        let others = others.join(",");
        let document = format!("{{{others}}}");
        let document = Document::parse(&document).unwrap();
        assert!(document.object().unwrap().get(name).is_none(), "{name:.20}");
        let document = format!("{{{others},\"{name}\":1,{others},\"{name}\":2,{others}}}");
        let document = Document::parse(&document).unwrap();
        let object = document.object().unwrap();
        assert_eq!(object.get(name).unwrap().get(), "2", "{name:.20}");
        let named = object.members().filter(|member| member.is(name));
        assert_eq!(named.count(), 2, "{name:.20}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every part read here is what `serde_json` reads there.
fn agrees(raw: Raw<'_>, value: &Value) {
    assert_eq!(&serde_json::from_str::<Value>(raw.get()).unwrap(), value);
    assert_eq!(raw.text().as_deref(), value.as_str());
    let items = raw.items();
    assert_eq!(items.is_some(), value.is_array());
    for (item, value) in items
        .into_iter()
        .flatten()
        .zip(value.as_array().unwrap_or(&Vec::new()))
    {
        agrees(item, value);
    }
    let object = raw.object();
    assert_eq!(object.is_some(), value.is_object());
    if let (Some(object), Some(members)) = (object, value.as_object()) {
        assert_eq!(object.members().count(), members.len());
        for (name, value) in members {
            agrees(object.get(name).unwrap(), value);
        }
    }
}

/// As WhatsApp writes it: everything beyond ASCII escaped, and `/` too.
fn escaped(json: &str) -> String {
    let mut text = String::new();
    for character in json.chars() {
        match character {
            '/' => text.push_str("\\/"),
            '\u{20}'..='\u{7e}' | '\n' => text.push(character),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    let _ = write!(text, "\\u{unit:04x}");
                }
            }
        }
    }
    text
}

/// Every kind of value that is written.
#[derive(Debug, Serialize)]
struct Written {
    #[serde(rename = "type \"é\"")]
    text: String,
    whole: (i8, i16, i32, i64),
    natural: [(u8, u16, u32, u64); 1],
    present: Option<bool>,
    null: Option<bool>,
    unit: (),
    #[serde(skip_serializing_if = "Option::is_none")]
    absent: Option<bool>,
    list: Vec<Tagged>,
    map: BTreeMap<String, Untagged>,
    named: Named,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Tagged {
    AloneInIt,
    With { text: String },
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Untagged {
    Object { list: Vec<u8> },
    Text(String),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Named {
    ByItsName,
}

fn any_written() -> impl Strategy<Value = Written> {
    let tagged = prop_oneof![
        Just(()).prop_map(|()| Tagged::AloneInIt),
        any::<String>().prop_map(|text| Tagged::With { text })
    ];
    let untagged = prop_oneof![
        any::<Vec<u8>>().prop_map(|list| Untagged::Object { list }),
        any::<String>().prop_map(Untagged::Text)
    ];
    (
        any::<String>(),
        any::<(i8, i16, i32, i64)>(),
        any::<(u8, u16, u32, u64)>(),
        any::<(Option<bool>, Option<bool>)>(),
        prop::collection::vec(tagged, 0..4),
        prop::collection::btree_map(any::<String>(), untagged, 0..4),
    )
        .prop_map(
            |(text, whole, natural, (present, absent), list, map)| Written {
                text,
                whole,
                natural: [natural],
                present,
                null: None,
                unit: (),
                absent,
                list,
                map,
                named: Named::ByItsName,
            },
        )
}

#[test]
fn a_value_of_a_document_is_written_byte_for_byte() {
    let document = Document::parse(r#"{"a" : [ 1.50e+3,"\u00e4\/" ] }"#).unwrap();
    let value = OwnedRaw::from(document.object().unwrap().get("a").unwrap());
    let map = BTreeMap::from([("x", &value), ("y", &value)]);
    assert_eq!(
        to_string(&map),
        r#"{"x":[ 1.50e+3,"\u00e4\/" ],"y":[ 1.50e+3,"\u00e4\/" ]}"#
    );
}

proptest! {
    #[test]
    fn any_type_is_written_as_serde_json_writes_it(value in any_written()) {
        prop_assert_eq!(to_string(&value), serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn a_decimal_is_a_number_if_it_is_one_in_json(text in "[-+0-9.eE ]{1,12}|-?[0-9]{1,20}[.][0-9]{1,25}(e-?[0-9]{1,3})?") {
        let json = format!("{{\"n\":\"{text}\"}}");
        let read = Document::parse(&json).unwrap().object().unwrap().decimal("n");
        let there = serde_json::from_str::<&serde_json::value::RawValue>(text.trim()).ok();
        let there = there.map(|number| number.get().parse::<f64>().unwrap());
        prop_assert_eq!(read, there.filter(|number| number.is_finite()));
    }

    #[test]
    fn any_text_is_quoted_as_serde_json_quotes_it(text in any::<String>(), plain in "[ -~é]{0,20}") {
        for text in [text, plain] {
            prop_assert_eq!(quote(&text), serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn any_value_is_read_as_serde_json_reads_it(value in any_json()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap(), escaped(&value.to_string())] {
            agrees(Document::parse(&text).unwrap().root(), &value);
        }
    }

    #[test]
    fn any_text_is_json_here_if_it_is_there(text in "[\\[\\]{}\",:0-9a-u\\\\ .eE+-]{0,24}") {
        prop_assert_eq!(Document::parse(&text).is_ok(), serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok());
    }
}
