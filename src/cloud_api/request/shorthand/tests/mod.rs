//! The forms are those of the Sunshine Conversations guide.

mod mistakes;
mod older;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::template as parse;
use crate::cloud_api::request::refusal::Refusal;
use crate::cloud_api::request::template::Template;
use uip_kit::whatsapp::shorthand::entries;
use uip_kit::{CommandError, Failure};

fn template(text: &str) -> Result<Template, Refusal> {
    parse(text, None)
}

fn sent(text: &str) -> Value {
    serde_json::from_str(&uip_kit::json::to_string(&template(text).unwrap())).unwrap()
}

fn refused(text: &str) -> Failure {
    match template(text).map_err(CommandError::from) {
        Err(CommandError::PermanentFailure(failure)) => {
            assert!(failure.error.ends_with("Nothing was sent."), "{failure:?}");
            failure
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn the_guides_form_with_every_part_becomes_the_documented_template() {
    let text = "&(( namespace=[[0a1b_2c3d]] template=[[bread_ready]] fallback=[[Your bread is ready]] \
                language=[[en_US]] header_document=[[https://bakery.example/bill.pdf]] \
                header_filename=[[Bill 17]] body_text=[[Ada]] body_text=[[rye]] \
                button_index=[[0]] button_payload=[[CALL_ME]] button_index=[[1]] \
                button_url=[[orders/17]] ))&";
    assert_eq!(
        sent(text),
        json!({
            "name": "bread_ready",
            "language": {"code": "en_US"},
            "components": [
                {"type": "header", "parameters": [{"type": "document", "document": {"link": "https://bakery.example/bill.pdf", "filename": "Bill 17"}}]},
                body(&["Ada", "rye"]),
                quick_reply(0, "CALL_ME"),
                {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "orders/17"}]},
            ],
        })
    );
}

fn body(values: &[&str]) -> Value {
    let parameters: Vec<_> = values
        .iter()
        .map(|value| json!({"type": "text", "text": value}))
        .collect();
    json!({"type": "body", "parameters": parameters})
}

fn header(kind: &str, value: &Value) -> Value {
    json!({"type": "header", "parameters": [{"type": kind, kind: value}]})
}

fn quick_reply(index: u8, payload: &str) -> Value {
    json!({"type": "button", "sub_type": "quick_reply", "index": index.to_string(),
        "parameters": [{"type": "payload", "payload": payload}]})
}

/// The guide's example requests, in its order.
#[test]
fn the_guides_examples_are_written_in_shorthand() {
    let picture = json!({"link": "https://bakery.example/rye.jpg"});
    let bill = json!({"link": "https://bakery.example/bill.pdf", "filename": "Bill 17"});
    let replies = || {
        [
            quick_reply(0, "CALL_ME"),
            quick_reply(1, "MORE_BREAD"),
            quick_reply(2, "BYE"),
        ]
    };
    let three_replies = "button_index=[[0]] button_payload=[[CALL_ME]] button_index=[[1]] \
                         button_payload=[[MORE_BREAD]] button_index=[[2]] button_payload=[[BYE]]";
    let all = format!(
        "header_image=[[https://bakery.example/rye.jpg]] body_text=[[Ada]] body_text=[[rye]] \
         {three_replies}"
    );
    let cases = [
        ("", json!(null)),
        (
            "body_text=[[Ada]]body_text=[[rye]]",
            json!([body(&["Ada", "rye"])]),
        ),
        (
            "header_text=[[Today]]",
            json!([header("text", &json!("Today"))]),
        ),
        (
            "header_image=[[https://bakery.example/rye.jpg]]",
            json!([header("image", &picture)]),
        ),
        (
            "header_document=[[https://bakery.example/bill.pdf]] header_filename=[[Bill 17]]",
            json!([header("document", &bill)]),
        ),
        (three_replies, json!(replies())),
        (
            "button_index=[[1]]\nbutton_url=[[bill.pdf]]",
            json!([{"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "bill.pdf"}]}]),
        ),
        (all.as_str(), {
            let [first, second, third] = replies();
            json!([
                header("image", &picture),
                body(&["Ada", "rye"]),
                first,
                second,
                third
            ])
        }),
    ];
    for (parts, components) in cases {
        let text = format!("&((template=[[bread_ready]] language=[[en_US]] {parts}))&");
        assert_eq!(sent(&text)["components"], components, "{text}");
    }
}

/// The fallback and the namespace are for others than WhatsApp, and the parts
/// may stand in any order that keeps pairs together.
#[test]
fn the_same_template_is_sent_in_whatever_order_its_parts_stand() {
    let parts = [
        "template=[[bread_ready]]",
        "language=[[it]]",
        "namespace=[[0a1b_2c3d]]",
        "fallback=[[Ready]]",
        "header_document=[[https://bakery.example/bill.pdf]]header_filename=[[Bill 17]]",
        "body_text=[[Ada]]body_text=[[rye]]",
        "button_index=[[0]]button_payload=[[CALL_ME]]",
    ];
    let expected = sent(&format!("&(({}))&", parts.concat()));
    assert!(!expected.to_string().contains("0a1b"), "{expected}");
    assert!(!expected.to_string().contains("Ready"), "{expected}");
    for turn in 0..parts.len() {
        let mut turned = parts;
        turned.rotate_left(turn);
        assert_eq!(sent(&format!("&(({}))&", turned.join("\n"))), expected);
        turned.reverse();
        assert_eq!(sent(&format!("&(({}))&", turned.join(" "))), expected);
    }
}

#[test]
fn a_value_may_hold_brackets_and_the_marks_of_the_string() {
    let text = "&((template=[[a]]language=[[en]]body_text=[[[x]]]body_text=[[a] ))& =[[ ]]))&";
    assert_eq!(
        sent(text)["components"][0]["parameters"],
        json!([{"type": "text", "text": "[x]"}, {"type": "text", "text": "a] ))& =[[ "}])
    );
}

#[test]
fn a_value_that_no_template_takes_is_refused_at_its_place() {
    for (name, value, what) in [
        ("body_text", "rye\nwheat", "a line break"),
        ("body_text", "rye\twheat", "a tab"),
        ("header_text", "rye     wheat", "more than 4 spaces"),
        ("body_text", " \u{a0}", "is blank"),
        ("header_text", " ", "is blank"),
    ] {
        let text = format!("&((template=[[a]]language=[[en]]{name}=[[{value}]]))&");
        let error = refused(&text).error;
        let place = format!("at character 33 in {name}: it ");
        assert!(error.contains(&place) && error.contains(what), "{error}");
    }
    let error =
        refused("&((template=[[a]]language=[[en]]button_index=[[0]]button_url=[[ ]]))&").error;
    assert!(error.contains("in button_url: it is empty"), "{error}");
}

/// A value as the string can hold it: two closing brackets end it, unless
/// nothing but more of them follows.
fn value() -> impl Strategy<Value = String> {
    "([a-zè👋\\[\\]&()= \"\\\\]|=\\[\\[|\\)\\)&){1,12}".prop_filter(
        "it has ]] or five spaces inside, or nothing to send",
        |value| {
            !value.trim_end_matches(']').contains("]]")
                && !value.trim().is_empty()
                && !value.contains("     ")
        },
    )
}

/// Whether it is a template, or the refusal says where it goes wrong.
fn is_answered(text: &str) -> bool {
    match template(text).map_err(CommandError::from) {
        Ok(template) => serde_json::from_str::<Value>(&uip_kit::json::to_string(&template)).is_ok(),
        Err(CommandError::PermanentFailure(failure)) => failure
            .error
            .contains("The field text has a mistake at character "),
        Err(_) => false,
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(values in prop::collection::vec(("[a-z_]{1,12}", "[^\\]]{0,12}"), 0..6), gap in "[ \n\t]{0,3}") {
        let mut text = format!("{gap}&(({gap}");
        for (name, value) in &values {
            text.extend([name, "=[[", value, "]]", &gap]);
        }
        text.push_str("))&");
        let (read, _) = entries(&text).unwrap();
        let read: Vec<_> = read.iter().map(|entry| (entry.name.to_owned(), entry.value.to_owned())).collect();
        prop_assert_eq!(read, values);
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(text in "[&()=a-z_\\[\\] è]{0,40}") {
        if let Err(mistake) = entries(&text) {
            prop_assert!((1..=text.chars().count() + 1).contains(&mistake.place));
        }
    }

    #[test]
    fn a_template_that_is_written_is_sent_as_it_was_meant(
        header in prop::option::of(value()),
        values in prop::collection::vec(value(), 0..5),
        buttons in prop::collection::btree_map(0_u8..10, (any::<bool>(), value()), 0..4),
        gap in "[ \n\t]{0,3}",
    ) {
        let mut text = format!("&(({gap}template=[[bread_ready]]{gap}language=[[it]]{gap}");
        let mut components = Vec::new();
        if let Some(header) = &header {
            text.extend(["header_text=[[", header, "]]", &gap]);
            components.push(json!({"type": "header", "parameters": [{"type": "text", "text": header}]}));
        }
        for value in &values {
            text.extend(["body_text=[[", value, "]]", &gap]);
        }
        if !values.is_empty() {
            components.push(body(&values.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        for (index, (is_reply, value)) in &buttons {
            let name = if *is_reply { "button_payload" } else { "button_url" };
            text.extend([&format!("button_index=[[{index}]]"), &gap, name, "=[[", value, "]]", &gap]);
            components.push(if *is_reply {
                quick_reply(*index, value)
            } else {
                json!({"type": "button", "sub_type": "url", "index": index.to_string(), "parameters": [{"type": "text", "text": value}]})
            });
        }
        text.push_str("))&");
        let mut expected = json!({"name": "bread_ready", "language": {"code": "it"}});
        if !components.is_empty() {
            expected["components"] = json!(components);
        }
        prop_assert_eq!(sent(&text), expected);
    }

    #[test]
    fn any_text_at_all_is_a_template_or_is_refused(text in any::<String>()) {
        prop_assert!(is_answered(&text));
    }

    #[test]
    fn any_entries_are_a_template_or_are_refused(
        parts in prop::collection::vec(
            (
                "(template|language|namespace|fallback|header_(text|image|document|filename)|body_text|button_(index|payload|url)|x)",
                "([0-9]|en|https://a|[^\\]]{0,3})",
            ),
            0..9,
        ),
    ) {
        let parts: Vec<String> = parts.iter().map(|(name, value)| format!("{name}=[[{value}]]")).collect();
        let text = format!("&(({}))&", parts.concat());
        prop_assert!(is_answered(&text));
    }

    #[test]
    fn a_string_that_is_cut_anywhere_is_refused(at in 0_usize..70) {
        let whole = "&((template=[[a]] language=[[en]] header_text=[[b]] body_text=[[c]]))&";
        let cut: String = whole.chars().take(at.min(whole.len() - 1)).collect();
        prop_assert!(template(&cut).is_err());
    }
}
