//! How a template reads, and templates in one string.

use serde_json::{Value, json};

use super::values::{card, whole_card};
use super::{body, definition, refused, values};
use crate::twilio_api::template::{Reference, content, render, shorthand};
use crate::twilio_api::tests::{decoded, parameters};

#[test]
fn a_template_reads_as_the_customer_reads_it() {
    let picture = card()
        .replace("For {{1}}", "For you")
        .replace("\"1\":\"x\",", "");
    let rendered = render(&picture, &values(whole_card("https://cdn.example/van.jpg"))).unwrap();
    assert_eq!(rendered.language, "en");
    assert_eq!(rendered.text, "For you\n\nReady on Friday\n\nBakery");
    let media = rendered.header_media.unwrap();
    assert_eq!(media.media_type, "image");
    assert_eq!(media.link, "https://cdn.example/van.jpg");
    let buttons: Vec<_> = rendered
        .buttons
        .iter()
        .map(|it| {
            (
                it.button_type.as_str(),
                it.text.as_str(),
                it.value.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        buttons,
        [
            ("QUICK_REPLY", "Yes", Some("YES")),
            ("URL", "See", Some("https://a.example/17")),
            ("PHONE_NUMBER", "Call", Some("tel:+3902")),
        ]
    );
    let rich = definition(
        &json!({}),
        &json!({"twilio/text": {"body": "plain"}, "twilio/list-picker": {"body": "Which? {{1}}", "button": "Choose", "items": []}}),
    );
    let rendered = render(&rich, &values(body(&["{{2}}"]))).unwrap();
    assert_eq!(rendered.text, "Which? {{2}}");
    assert_eq!(rendered.buttons[0].text, "Choose");
    for bad in ["{}", "[]", r#"{"types":{}}"#, r#"{"types":{"x":1}}"#] {
        assert_eq!(
            refused(render(bad, &values(body(&[])))).code,
            "template-not-understood"
        );
    }
}

#[test]
fn a_string_has_a_template_and_its_values() {
    let (reference, values) = shorthand(
        "&(( namespace=[[x]] template=[[order]] fallback=[[y]] language=[[en]] \
         header_document=[[https://a.example/b.pdf]] header_filename=[[Bill]] body_text=[[Ada]] \
         body_text=[[[17]]] button_index=[[1]] button_url=[[o/17]] ))&",
    )
    .unwrap();
    assert!(matches!(reference, Reference::Named(_)));
    let template = definition(
        &json!({}),
        &json!({"whatsapp/card": {"body": "{{1}} {{2}}", "media": ["{{3}}"], "actions": [
            {"type": "QUICK_REPLY", "title": "a", "id": "a"},
            {"type": "URL", "title": "b", "url": "https://a.example/{{4}}"}]}}),
    );
    let content = content(&template, &values).unwrap();
    let form = decoded(&parameters(&content));
    assert_eq!(
        serde_json::from_str::<Value>(&form[1].1).unwrap(),
        json!({"1": "Ada", "2": "[17]", "3": "https://a.example/b.pdf", "4": "o/17"})
    );
    for (text, said) in [
        ("hello", "&(( at the beginning"),
        ("&((language=[[en]]))&", "template=[[…]]"),
        (
            "&((template=[[a]]template=[[b]]language=[[en]]))&",
            "no second template",
        ),
        (
            "&((template=[[a]]header_text=[[b]]header_image=[[c]]))&",
            "no second header",
        ),
        (
            "&((template=[[a]]button_url=[[b]]))&",
            "button_index before",
        ),
        ("&((template=[[a]]button_index=[[10]]))&", "from 0 to 9"),
        (
            "&((template=[[a]]button_index=[[0]]))&",
            "after this button_index",
        ),
        (
            "&((template=[[a]]button_index=[[0]]button_index=[[1]]))&",
            "before this",
        ),
        ("&((template=[[a]]other=[[b]]))&", "body_text, button_index"),
        ("&((template=[[a]]))&", "languageCode"),
        (
            "&((template=[[a]]language=[[en]]body_text=[[]]))&",
            "is empty",
        ),
    ] {
        let failure = refused(shorthand(text));
        assert!(failure.error.contains(said), "{text}: {}", failure.error);
    }
}
