//! The forms are those of the Sunshine Conversations guide.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::entry::entries;
use super::template;
use crate::bindings::uip::whatsapp::types::{CommandError, Failure};

fn sent(text: &str) -> Value {
    serde_json::from_str(&template(text).unwrap().json()).unwrap()
}

fn refused(text: &str) -> Failure {
    match template(text) {
        Err(CommandError::PermanentFailure(failure)) => {
            assert!(failure.error.ends_with("Nothing was sent."), "{failure:?}");
            failure
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn the_guides_form_with_every_part_becomes_the_documented_template() {
    let text = "&(( namespace=[[XXXXXXXX_XXXX_XXXX_XXXX_XXXXXXXXXXXX]] template=[[hello_world]] \
                fallback=[[Hello]] language=[[en_US]] header_document=[[https://document.pdf]] \
                header_filename=[[My Document]] body_text=[[My User Name]] body_text=[[My Agent Name]] \
                button_index=[[0]] button_payload=[[TALK_TO_AGENT]] button_index=[[1]] \
                button_url=[[channels/whatsapp]] ))&";
    assert_eq!(
        sent(text),
        json!({
            "name": "hello_world",
            "language": {"code": "en_US"},
            "components": [
                {"type": "header", "parameters": [{"type": "document", "document": {"link": "https://document.pdf", "filename": "My Document"}}]},
                {"type": "body", "parameters": [{"type": "text", "text": "My User Name"}, {"type": "text", "text": "My Agent Name"}]},
                {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [{"type": "payload", "payload": "TALK_TO_AGENT"}]},
                {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "channels/whatsapp"}]},
            ],
        })
    );
}

#[test]
fn the_guides_examples_are_written_in_shorthand() {
    let quick_reply = |index: &str, payload: &str| {
        json!({"type": "button", "sub_type": "quick_reply", "index": index,
            "parameters": [{"type": "payload", "payload": payload}]})
    };
    let cases = [
        ("", json!(null)),
        (
            "body_text=[[My User Name]]body_text=[[My Agent Name]]",
            json!([{"type": "body", "parameters": [{"type": "text", "text": "My User Name"}, {"type": "text", "text": "My Agent Name"}]}]),
        ),
        (
            "header_text=[[My Title]]",
            json!([{"type": "header", "parameters": [{"type": "text", "text": "My Title"}]}]),
        ),
        (
            "header_image=[[https://image.jpg]]",
            json!([{"type": "header", "parameters": [{"type": "image", "image": {"link": "https://image.jpg"}}]}]),
        ),
        (
            "button_index=[[0]] button_payload=[[TALK_TO_AGENT]] button_index=[[1]] \
             button_payload=[[MORE_QUESTIONS]] button_index=[[2]] button_payload=[[GOODBYE]]",
            json!([
                quick_reply("0", "TALK_TO_AGENT"),
                quick_reply("1", "MORE_QUESTIONS"),
                quick_reply("2", "GOODBYE"),
            ]),
        ),
        (
            "button_index=[[1]]\nbutton_url=[[ticket.pdf]]",
            json!([{"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "ticket.pdf"}]}]),
        ),
    ];
    for (parts, components) in cases {
        let text = format!("&((template=[[hello_world]] language=[[en_US]] {parts}))&");
        assert_eq!(sent(&text)["components"], components, "{text}");
    }
}

/// A text, the place of its mistake, and what is said about it.
const MISTAKES: &[(&str, usize, &str)] = &[
    ("hello", 1, "&(( at the beginning"),
    ("&[Welcome](ns, hello_world, Bob)", 1, "&(("),
    ("  &(template=[[a]]))&", 3, "&(("),
    ("&((", 4, "))& at the end"),
    ("&((Template=[[a]]))&", 4, "a name"),
    ("&((template=[a]))&", 12, "=[[ behind the name template"),
    ("&((template =[[a]]))&", 12, "=[["),
    ("&((template=[[a))&", 15, "the value of template and ]]"),
    ("&((template=[[a]]", 18, "))& at the end"),
    (
        "&((template=[[a]] language=[[en]]))& x",
        38,
        "nothing behind ))&",
    ),
    ("&((language=[[en]]))&", 19, "template=[[…]]"),
    (
        "&((template=[[è]] language=[[en]]))&",
        4,
        "in template: it must be",
    ),
    ("&((fallback=[[è]] template=[[a]]))&", 33, "language=[[…]]"),
    (
        "&((template=[[a]]template=[[b]]))&",
        18,
        "no second template",
    ),
    (
        "&((language=[[en]]language=[[it]]))&",
        19,
        "no second language",
    ),
    (
        "&((namespace=[[]]namespace=[[]]))&",
        18,
        "no second namespace",
    ),
    ("&((fallback=[[]]fallback=[[]]))&", 17, "no second fallback"),
    (
        "&((language=[[en-US]]))&",
        4,
        "in language: it must be a code",
    ),
    ("&((body_text=[[]]))&", 4, "in body_text: it is empty"),
    (
        "&((fallback=[[è]]body_text=[[a]]body_text=[[]]))&",
        33,
        "in body_text: it is empty",
    ),
    ("&((header_text=[[]]))&", 4, "in header_text: it is empty"),
    ("&((headers=[[x]]))&", 4, "header_image"),
    (
        "&((header_text=[[x]]header_image=[[https://x.y]]))&",
        21,
        "no second header",
    ),
    (
        "&((header_image=[[ftp://x]]))&",
        4,
        "in header_image: it must be an address",
    ),
    (
        "&((header_image=[[https://x.y]]header_filename=[[x]]))&",
        32,
        "directly behind header_document",
    ),
    (
        "&((header_document=[[https://x.y]]body_text=[[a]]header_filename=[[x]]))&",
        50,
        "directly behind",
    ),
    ("&((header_filename=[[x]]))&", 4, "directly behind"),
    (
        "&((button_payload=[[x]]))&",
        4,
        "button_index before button_payload",
    ),
    (
        "&((button_url=[[x]]))&",
        4,
        "button_index before button_url",
    ),
    ("&((button_index=[[10]]))&", 4, "from 0 to 9"),
    ("&((button_index=[[one]]))&", 4, "from 0 to 9"),
    (
        "&((button_index=[[0]]button_index=[[1]]))&",
        22,
        "button_payload or button_url",
    ),
    (
        "&((button_index=[[0]]))&",
        4,
        "button_payload or button_url",
    ),
    (
        "&((button_index=[[0]]button_payload=[[]]))&",
        22,
        "in button_payload: it is empty",
    ),
    (
        "&((button_index=[[0]]button_url=[[a]]button_index=[[0]]button_url=[[b]]))&",
        38,
        "no second button_index 0",
    ),
];

#[test]
fn a_mistake_names_its_character_and_what_should_stand_there() {
    for &(text, place, expected) in MISTAKES {
        let failure = refused(text);
        assert!(
            failure.error.contains(&format!("at character {place}")),
            "{text}: {}",
            failure.error
        );
        assert!(
            failure.error.contains(expected),
            "{text}: {}",
            failure.error
        );
    }
}

#[test]
fn a_mistake_names_no_field_of_another_command() {
    for text in [
        "&((template=[[A]]))&",
        "&((language=[[english]]))&",
        "&((body_text=[[]]))&",
        "&((header_text=[[]]))&",
        "&((header_document=[[x]]))&",
        "&((button_index=[[0]]button_payload=[[]]))&",
        "&((button_index=[[0]]button_url=[[]]))&",
    ] {
        let error = refused(text).error;
        assert_eq!(error.matches("field").count(), 1, "{error}");
        assert!(
            error.starts_with("The field text has a mistake at "),
            "{error}"
        );
        assert!(!error.contains("buttons["), "{error}");
    }
}

#[test]
fn a_body_has_at_most_1024_texts() {
    let with = |count: usize| {
        let texts = "body_text=[[è]]".repeat(count);
        format!("&((template=[[a]]language=[[en]]{texts}))&")
    };
    let texts = &sent(&with(1024))["components"][0]["parameters"];
    assert_eq!(texts.as_array().map(Vec::len), Some(1024));
    // 32 characters before the texts, 15 for each.
    let place = format!("at character {}", 32 + 1024 * 15 + 1);
    for count in [1025, 100_000] {
        let error = refused(&with(count)).error;
        assert!(error.contains(&place) && error.contains("1024"), "{error}");
    }
}

#[test]
fn a_value_may_hold_brackets_line_breaks_and_the_marks_of_the_string() {
    let text = "&((template=[[a]]language=[[en]]body_text=[[[x]]]body_text=[[a] ))& =[[\n]]))&";
    assert_eq!(
        sent(text)["components"][0]["parameters"],
        json!([{"type": "text", "text": "[x]"}, {"type": "text", "text": "a] ))& =[[\n"}])
    );
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
    fn a_string_that_is_cut_anywhere_is_refused(at in 0_usize..70) {
        let whole = "&((template=[[a]] language=[[en]] header_text=[[b]] body_text=[[c]]))&";
        let cut: String = whole.chars().take(at.min(whole.len() - 1)).collect();
        prop_assert!(template(&cut).is_err());
    }
}
