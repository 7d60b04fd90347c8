//! Asking for a phone number.

use serde_json::json;

use super::super::refused;
use super::sent;
use crate::bindings::uip::whatsapp::outgoing::{ContactRequestMessage, MediaSource, MessageHeader};
use crate::cloud_api::Interactive;

fn request(body: &str) -> ContactRequestMessage {
    ContactRequestMessage {
        phone_number: String::new(),
        body: body.to_owned(),
        header: None,
        footer: None,
        reply_to: None,
        callback_data: None,
    }
}

#[test]
fn a_request_for_the_phone_number_has_a_text_and_perhaps_a_header_and_a_footer() {
    assert_eq!(
        sent(Interactive::contact_request(request("Which number?"))),
        json!({
            "type": "request_contact_info",
            "body": {"text": "Which number?"},
            "action": {"name": "request_contact_info"},
        })
    );
    let full = ContactRequestMessage {
        header: Some(MessageHeader::Image(MediaSource::Id("42".to_owned()))),
        footer: Some("Only for the delivery".to_owned()),
        ..request("Which number?")
    };
    assert_eq!(
        sent(Interactive::contact_request(full)),
        json!({
            "type": "request_contact_info",
            "header": {"type": "image", "image": {"id": "42"}},
            "body": {"text": "Which number?"},
            "footer": {"text": "Only for the delivery"},
            "action": {"name": "request_contact_info"},
        })
    );
}

#[test]
fn a_header_that_is_no_file_is_refused() {
    let with_link = ContactRequestMessage {
        header: Some(MessageHeader::Video(MediaSource::Link("../x".to_owned()))),
        ..request("Which number?")
    };
    let failure = refused(Interactive::contact_request(with_link));
    assert_eq!(failure.code, "invalid-media-link");
    assert!(failure.error.contains("header.video.link"));
}
