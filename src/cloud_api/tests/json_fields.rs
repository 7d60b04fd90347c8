//! Fields that hold JSON: each is held to the same, and says where it goes
//! wrong.

use proptest::prelude::*;
use serde_json::Value;

use super::interactive::link_and_flow::flow;
use super::{filled, refused};
use crate::bindings::uip::whatsapp::outgoing::FlowMessage;
use crate::bindings::uip::whatsapp::templates::{FlowStart, TemplateButton, TemplateButtonValue};
use crate::cloud_api::{Interactive, RawContent, Refusal};
use uip_kit::{CommandError, Failure, FailureCategory};

fn payload(json: &str) -> Result<(), Refusal> {
    RawContent::parse(json).map(|_| ())
}

fn data(json: &str) -> Result<(), Refusal> {
    let request = FlowMessage {
        data: Some(json.to_owned()),
        ..flow()
    };
    Interactive::flow(request).map(|_| ())
}

fn flow_data(json: &str) -> Result<(), Refusal> {
    let start = FlowStart {
        token: None,
        data: Some(json.to_owned()),
    };
    let button = TemplateButton {
        index: 0,
        value: TemplateButtonValue::Flow(start),
    };
    filled(None, None, Some(&[button]), None).map(|_| ())
}

fn components(json: &str) -> Result<(), Refusal> {
    filled(None, None, None, Some(&format!("[{json}]"))).map(|_| ())
}

type Field = fn(&str) -> Result<(), Refusal>;

/// Each takes an object; its field, how many bytes it has before that, and
/// how many levels and bytes around it.
const FIELDS: [(Field, &str, usize, usize); 4] = [
    (payload, "payload", 0, 0),
    (data, "data", 0, 0),
    (flow_data, "buttons[0].value.flow.data", 0, 0),
    (components, "components", 1, 2),
];

fn names(failure: &Failure, parts: &[&str]) {
    for part in parts {
        assert!(failure.error.contains(part), "{part}: {}", failure.error);
    }
}

#[test]
fn what_is_not_json_says_where_it_goes_wrong() {
    for (bad, line, column) in [
        (r#"{"a":1,}"#, 1, 8),
        (r#"{"é😀":1,}"#, 1, 9),
        ("{\"a\":1,\n  \"è\":x}", 2, 7),
        ("{\"a\":\"\n\"}", 1, 6),
    ] {
        for (field, name, before, _) in FIELDS {
            let failure = refused(field(bad));
            let before = if line == 1 { before } else { 0 };
            let place = format!("line {line}, column {}", column + before);
            let error = format!(
                "The field {name} is not valid JSON: the error is at {place}. Nothing was sent."
            );
            assert_eq!(failure.error, error, "{bad}");
        }
    }
    names(&refused(payload(" \n")), &["The field payload is empty."]);
}

#[test]
fn half_of_a_surrogate_pair_is_refused_with_its_place() {
    for (bad, column) in [
        (r#"{"a":"\ud83d"}"#, 7),
        (r#"{"é\\":"x\ude00y"}"#, 10),
        (r#"{"a":"\uD83D\ud83d\ude00"}"#, 7),
        (r#"{"a":"\ud83d\n\ude00"}"#, 7),
        (r#"{"\ud83dx":1}"#, 3),
    ] {
        for (field, name, before, _) in FIELDS {
            let failure = refused(field(bad));
            let column = column + before;
            names(
                &failure,
                &[
                    &format!("field {name} "),
                    "unpaired surrogate",
                    &format!("line 1, column {column}."),
                ],
            );
        }
    }
    for good in [r#"{"a":"\ud83d\uDE00"}"#, r#"{"a":"\\ud83d","é":"😀"}"#] {
        for (field, name, ..) in FIELDS {
            assert!(field(good).is_ok(), "{name}: {good}");
        }
    }
}

#[test]
fn json_is_at_most_32_levels_deep_and_has_at_most_a_megabyte() {
    for (field, name, levels, bytes) in FIELDS {
        let deep = |depth: usize| {
            let inner = depth - 1 - levels;
            field(&format!(
                r#"{{"y":"[[{{","x":{}{}}}"#,
                "[".repeat(inner),
                "]".repeat(inner)
            ))
        };
        assert!(deep(32).is_ok(), "{name}");
        names(&refused(deep(33)), &[name, "32 levels", "it has 33"]);
        names(&refused(deep(400_000)), &[name, "32 levels"]);

        let frame = r#"{"x":""}"#.len() + bytes;
        let large = |size: usize| field(&format!(r#"{{"x":"{}"}}"#, "x".repeat(size - frame)));
        assert!(large(1_048_576).is_ok(), "{name}");
        names(&refused(large(1_048_577)), &[name, "1048576", "1048577"]);
    }
}

#[test]
fn a_mistake_in_a_templates_json_is_the_templates() {
    for (field, category) in [
        (payload as Field, FailureCategory::Request),
        (data, FailureCategory::Request),
        (flow_data, FailureCategory::Template),
        (components, FailureCategory::Template),
    ] {
        assert_eq!(refused(field("{")).category, category);
    }
}

proptest! {
    #[test]
    fn whatever_is_no_json_is_refused_at_a_place_in_it(text in "[{}\\[\\]\":,\\\\u\n 1aé😀dD8]{0,30}") {
        let is_json = serde_json::from_str::<Value>(&text).is_ok();
        match payload(&text).map_err(CommandError::from) {
            Ok(()) => prop_assert!(is_json),
            Err(CommandError::PermanentFailure(failure)) => {
                if let Some((_, place)) = failure.error.split_once(" at line ") {
                    let (line, column) = place.split_once(", column ").unwrap();
                    let line: usize = line.parse().unwrap();
                    let column: usize = column.split('.').next().unwrap().parse().unwrap();
                    let length = text.split('\n').nth(line - 1).unwrap().chars().count();
                    prop_assert!((1..=length.max(1)).contains(&column), "{}", failure.error);
                } else {
                    prop_assert!(is_json || text.trim().is_empty(), "{}", failure.error);
                }
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}
