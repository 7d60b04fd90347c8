//! Reply buttons, headers and footers.

use serde_json::json;

use super::super::refused;
use super::sent;
use crate::bindings::uip::whatsapp::outgoing::{
    ButtonsMessage, Document, MediaSource, MessageHeader, ReplyButton,
};
use crate::cloud_api::Interactive;

fn button(id: &str, title: &str) -> ReplyButton {
    ReplyButton {
        id: id.to_owned(),
        title: title.to_owned(),
    }
}

fn buttons() -> ButtonsMessage {
    ButtonsMessage {
        phone_number: String::new(),
        body: "Does 19:30 suit you?".to_owned(),
        buttons: vec![button("keep", "Yes"), button("change", "No")],
        header: None,
        footer: None,
        direct_send: None,
        reply_to: None,
        callback_data: None,
    }
}

#[test]
fn buttons_are_sent_with_a_header_of_any_kind_and_a_footer() {
    let request = ButtonsMessage {
        header: Some(MessageHeader::Text("Tonight".to_owned())),
        footer: Some("Open from 7".to_owned()),
        ..buttons()
    };
    assert_eq!(
        sent(Interactive::buttons(request)),
        json!({
            "type": "button",
            "header": {"type": "text", "text": "Tonight"},
            "body": {"text": "Does 19:30 suit you?"},
            "footer": {"text": "Open from 7"},
            "action": {"buttons": [
                {"type": "reply", "reply": {"id": "keep", "title": "Yes"}},
                {"type": "reply", "reply": {"id": "change", "title": "No"}},
            ]},
        })
    );
    let link = || MediaSource::Link("https://bakery.example/file".to_owned());
    let document = Document {
        source: MediaSource::Id("42".to_owned()),
        filename: Some("menu.pdf".to_owned()),
    };
    for (header, expected) in [
        (
            MessageHeader::Image(link()),
            json!({"type": "image", "image": {"link": "https://bakery.example/file"}}),
        ),
        (
            MessageHeader::Video(link()),
            json!({"type": "video", "video": {"link": "https://bakery.example/file"}}),
        ),
        (
            MessageHeader::Document(document),
            json!({"type": "document", "document": {"id": "42", "filename": "menu.pdf"}}),
        ),
    ] {
        let request = ButtonsMessage {
            header: Some(header),
            ..buttons()
        };
        assert_eq!(sent(Interactive::buttons(request))["header"], expected);
    }
}

#[test]
fn a_blank_footer_is_no_footer() {
    let request = ButtonsMessage {
        footer: Some(" ".to_owned()),
        ..buttons()
    };
    assert_eq!(sent(Interactive::buttons(request)).get("footer"), None);
}

#[test]
fn there_are_one_to_three_buttons() {
    let with = |count: usize| {
        let some = (0..count)
            .map(|n| button(&n.to_string(), &format!("No. {n}")))
            .collect();
        Interactive::buttons(ButtonsMessage {
            buttons: some,
            ..buttons()
        })
    };
    for count in [1, 3] {
        assert!(with(count).is_ok(), "{count}");
    }
    for count in [0, 4] {
        let failure = refused(with(count));
        assert_eq!(failure.code, "invalid-count");
        for part in ["buttons", "1 to 3", &count.to_string()] {
            assert!(failure.error.contains(part), "{}", failure.error);
        }
        let advice = if count == 0 {
            "at least 1 more"
        } else {
            "Leave some out"
        };
        assert!(failure.advice.contains(advice), "{}", failure.advice);
    }
}

#[test]
fn no_two_buttons_have_the_same_id_or_title() {
    let with = |some: &[(&str, &str)]| {
        let some = some.iter().map(|(id, title)| button(id, title)).collect();
        refused(Interactive::buttons(ButtonsMessage {
            buttons: some,
            ..buttons()
        }))
    };
    for (second, fields) in [
        (("keep", "No"), "buttons[0].id and buttons[2].id"),
        (("last", "Yes"), "buttons[0].title and buttons[2].title"),
    ] {
        let failure = with(&[("keep", "Yes"), ("change", "Maybe"), second]);
        assert_eq!(failure.code, "duplicate-entry");
        assert!(failure.error.contains(fields), "{}", failure.error);
    }
    let empty = with(&[("", "Yes"), ("", "No")]);
    assert_eq!(empty.code, "empty-text");
    assert!(
        empty
            .error
            .contains("buttons[0].id must have 1 to 256 characters"),
        "{}",
        empty.error
    );
}
