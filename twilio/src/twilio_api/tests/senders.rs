//! The WhatsApp senders of an account, and lists that come in pages.

use super::bodies::refused;
use crate::twilio_api::{page, sender};
use uip_kit::json::Document;
use uip_kit::phone_number::PhoneNumber;

fn list(status: &str, callback: &str) -> String {
    format!(
        r#"{{"senders":[{{"sid":"XE1","status":"{status}","sender_id":"whatsapp:+12025550100",
            "webhook":{{"callback_url":"{callback}"}},"profile":{{"name":"Bakery"}},
            "properties":{{"quality_rating":"HIGH","messaging_limit":"10K Customers/24hr"}},
            "offline_reasons":null}}],
            "meta":{{"next_page_url":null}}}}"#
    )
}

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text, None).unwrap()
}

#[test]
fn a_sender_that_is_online_is_told_with_what_twilio_knows() {
    let own = number("+12025550100");
    for (status, is_usable) in [
        ("ONLINE", true),
        ("ONLINE:UPDATING", true),
        ("OFFLINE", false),
        ("PENDING_VERIFICATION", false),
        ("", false),
    ] {
        let list = list(status, "https://a.example/in");
        let document = Document::parse(&list).unwrap();
        let senders = sender::list(&document.object().unwrap()).unwrap();
        let found = senders.iter().find(|it| sender::is(it, &own)).unwrap();
        assert!(
            !senders
                .iter()
                .any(|it| sender::is(it, &number("+12025550101")))
        );
        let tested = sender::usable(sender::read(found, &own));
        if !is_usable {
            assert_eq!(refused(tested).code, "sender-not-online", "{status}");
            continue;
        }
        let tested = tested.unwrap();
        assert_eq!(tested.verified_name.as_deref(), Some("Bakery"));
        assert_eq!(tested.quality_rating.as_deref(), Some("HIGH"));
        assert!(sender::calls(tested.clone(), "https://a.example/in#rc=5").is_ok());
        let other = refused(sender::calls(tested, "https://b.example/in"));
        assert_eq!(other.code, "webhook-differs");
    }
}

#[test]
fn the_sandbox_is_no_sender_and_works() {
    let tested = sender::absent(&number("+14155238886")).unwrap();
    assert_eq!(tested.number_status.as_deref(), Some("SANDBOX"));
    assert_eq!(
        refused(sender::absent(&number("+12025550100"))).code,
        "sender-not-found"
    );
    let calls = refused(sender::calls(sender::nothing(), "https://a.example"));
    assert!(calls.error.contains("no URL"), "{}", calls.error);
}

#[test]
fn only_the_query_of_the_next_page_counts() {
    let next = |url: &str| {
        let json = format!(r#"{{"meta":{{"next_page_url":{url}}}}}"#);
        let document = Document::parse(&json).unwrap();
        page::next(&document.object().unwrap(), "/v2/Channels/Senders")
    };
    assert_eq!(
        next(r#""https://evil.example/v2/Channels/Senders?Channel=whatsapp&PageToken=a%2F""#)
            .as_deref(),
        Some("/v2/Channels/Senders?Channel=whatsapp&PageToken=a%2F")
    );
    for url in [
        "null",
        r#""""#,
        r#""https://messaging.twilio.com/v2/Channels/Senders""#,
        r#""https://messaging.twilio.com/v2/Other?x=1""#,
        r#""https://messaging.twilio.com/v2/Channels/Senders?a b""#,
        r#""https://messaging.twilio.com/v2/Channels/Senders?a\r\nX: 1""#,
        r#""https://messaging.twilio.com/v2/Channels/Senders?a#b""#,
    ] {
        assert_eq!(next(url), None, "{url}");
    }
}
