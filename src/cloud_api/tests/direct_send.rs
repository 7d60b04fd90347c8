//! Direct Send: what it adds to a message, and what it does not carry.

use serde_json::{Value, json};

use super::interactive::link_and_flow::link;
use super::refused;
use crate::bindings::uip::whatsapp::outgoing::{self, DirectSendCategory};
use crate::cloud_api::{Content, DirectSend, Interactive, Message, Recipient, Refusal, Text};
use DirectSendCategory::{Authentication, Utility};

const NUMBER: &str = "+393331234567";
const USER: &str = "IT.13491208655302741918";

fn parsed(
    category: DirectSendCategory,
    ttl_seconds: Option<u32>,
    name: Option<&str>,
) -> Result<DirectSend, Refusal> {
    DirectSend::parse(&outgoing::DirectSend {
        category,
        ttl_seconds,
        template_name: name.map(str::to_owned),
    })
}

fn text(length: usize) -> Content {
    Content::Text(Text::parse("è".repeat(length), None).unwrap())
}

fn message(to: &str, category: DirectSendCategory, content: Content) -> Message {
    Message {
        recipient: Recipient::parse(to, None).unwrap(),
        identity: None,
        content,
        direct_send: Some(parsed(category, None, None).unwrap()),
        reply_to: None,
        callback_data: None,
    }
}

#[test]
fn a_message_says_its_category_its_time_and_its_templates_name() {
    let sent = |direct_send: DirectSend| {
        let message = Message {
            direct_send: Some(direct_send),
            ..message(NUMBER, Utility, text(1))
        };
        serde_json::from_str::<Value>(&message.json()).unwrap()
    };
    assert_eq!(
        sent(parsed(Utility, Some(3600), Some(" table_ready ")).unwrap()),
        json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": NUMBER,
            "category": "utility",
            "ttl_seconds": 3600,
            "direct_send_config": {"template_name": "table_ready"},
            "type": "text",
            "text": {"body": "è"},
        })
    );
    let bare = sent(parsed(Authentication, None, Some(" ")).unwrap());
    assert_eq!(bare["category"], "authentication");
    for absent in ["ttl_seconds", "direct_send_config"] {
        assert_eq!(bare.get(absent), None);
    }
}

#[test]
fn the_time_has_a_limit_for_each_category() {
    for (category, longest) in [(Utility, 43_200), (Authentication, 900)] {
        for inside in [30, longest] {
            assert!(parsed(category, Some(inside), None).is_ok(), "{inside}");
        }
        for outside in [0, 29, longest + 1, u32::MAX] {
            let failure = refused(parsed(category, Some(outside), None));
            assert_eq!(failure.code, "invalid-ttl");
            let error = format!(
                "directSend.ttlSeconds must be from 30 to {longest} with this category; it is \
                 {outside}."
            );
            assert!(failure.error.contains(&error), "{}", failure.error);
        }
    }
}

#[test]
fn a_name_is_a_templates_and_only_for_utility() {
    let longest = "a".repeat(512);
    for good in ["a", "table_ready_2", &longest] {
        assert!(parsed(Utility, None, Some(good)).is_ok(), "{good}");
    }
    let too_long = "a".repeat(513);
    for bad in [
        "Table",
        "table-ready",
        "a b",
        "è",
        "a\nb",
        "a\0",
        "../a",
        &too_long,
    ] {
        let failure = refused(parsed(Utility, None, Some(bad)));
        assert_eq!(failure.code, "invalid-template-name");
        for part in ["directSend.templateName", "1 to 512"] {
            assert!(failure.error.contains(part), "{}", failure.error);
        }
    }
    let failure = refused(parsed(Authentication, None, Some("a")));
    assert_eq!(failure.code, "misplaced-field");
    assert!(failure.error.contains("directSend.templateName"));
}

#[test]
fn a_text_is_shorter_than_an_ordinary_one() {
    for category in [Utility, Authentication] {
        assert!(message(NUMBER, category, text(1024)).check().is_ok());
        let failure = refused(message(NUMBER, category, text(1025)).check());
        assert_eq!(failure.code, "text-too-long");
        let error = "field message may have at most 1024 characters with directSend; it has 1025";
        assert!(failure.error.contains(error), "{}", failure.error);
    }
    let ordinary = Message {
        direct_send: None,
        ..message(NUMBER, Utility, text(4096))
    };
    assert!(ordinary.check().is_ok());
}

#[test]
fn a_one_time_password_is_a_text_to_a_phone_number() {
    let button = || Content::Interactive(Interactive::link(link()).unwrap());
    for good in [
        message(NUMBER, Authentication, text(6)),
        message(USER, Utility, text(6)),
        message(NUMBER, Utility, button()),
        message(USER, Utility, button()),
    ] {
        assert!(good.check().is_ok(), "{good:?}");
    }
    let failure = refused(message(NUMBER, Authentication, button()).check());
    assert_eq!(failure.code, "misplaced-field");
    assert!(failure.error.contains("directSend.category"));
    let failure = refused(message(USER, Authentication, text(6)).check());
    assert_eq!(failure.code, "user-id-not-supported");
    for part in ["phoneNumber", "one-time password", USER] {
        assert!(failure.error.contains(part), "{}", failure.error);
    }
}
