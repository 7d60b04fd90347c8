//! Links, forms and requests for a place.

use serde_json::json;

use super::super::refused;
use super::sent;
use crate::bindings::uip::whatsapp::outgoing::{FlowAction, FlowMessage, FlowMode, LinkMessage};
use crate::cloud_api::Interactive;

/// A link that may be sent.
pub fn link() -> LinkMessage {
    LinkMessage {
        phone_number: String::new(),
        body: "Choose a day.".to_owned(),
        button_text: "See days".to_owned(),
        url: "https://bakery.example/days".to_owned(),
        header: None,
        footer: None,
        direct_send: None,
        reply_to: None,
        callback_data: None,
    }
}

/// A form that may be sent.
pub fn flow() -> FlowMessage {
    FlowMessage {
        phone_number: String::new(),
        body: "What would you like?".to_owned(),
        button_text: "Order".to_owned(),
        flow_id: Some("400000000000004".to_owned()),
        flow_name: None,
        flow_token: None,
        action: None,
        screen: None,
        data: None,
        mode: None,
        header: None,
        footer: None,
        reply_to: None,
        callback_data: None,
    }
}

#[test]
fn a_link_is_sent_with_its_button() {
    assert_eq!(
        sent(Interactive::link(link())),
        json!({
            "type": "cta_url",
            "body": {"text": "Choose a day."},
            "action": {"name": "cta_url", "parameters": {
                "display_text": "See days", "url": "https://bakery.example/days"}},
        })
    );
}

#[test]
fn a_link_is_an_address_on_the_web() {
    let with = |url: &str| {
        Interactive::link(LinkMessage {
            url: url.to_owned(),
            ..link()
        })
    };
    for good in [
        "https://a.example",
        "HTTP://a.example/x?y=1#z",
        " https://a.example ",
        "https://é.example",
        "https://[::1]:8080/",
    ] {
        assert!(with(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "https://",
        "a.example",
        "ftp://a.example",
        "https://a b",
        "https://a\nb",
        "https:///x",
        "https://?x",
        "https://#",
    ] {
        let failure = refused(with(bad));
        assert_eq!(failure.code, "invalid-url", "{bad}");
        let named = "field url must be a URL that begins with http:// or https://";
        assert!(failure.error.contains(named), "{}", failure.error);
    }
}

#[test]
fn a_form_is_sent_by_id_or_by_name_and_begins_as_the_request_says() {
    assert_eq!(
        sent(Interactive::flow(flow()))["action"],
        json!({"name": "flow", "parameters": {
            "flow_message_version": "3", "flow_id": "400000000000004", "flow_token": "unused",
            "flow_cta": "Order"}})
    );
    let request = FlowMessage {
        flow_id: None,
        flow_name: Some("order_form".to_owned()),
        flow_token: Some("order-17".to_owned()),
        action: Some(FlowAction::Navigate),
        screen: Some("ORDER".to_owned()),
        data: Some(r#"{"seats": 2}"#.to_owned()),
        mode: Some(FlowMode::Draft),
        ..flow()
    };
    assert_eq!(
        sent(Interactive::flow(request))["action"]["parameters"],
        json!({
            "flow_message_version": "3", "flow_name": "order_form", "flow_token": "order-17",
            "flow_cta": "Order", "flow_action": "navigate", "mode": "draft",
            "flow_action_payload": {"screen": "ORDER", "data": {"seats": 2}}})
    );
    let request = FlowMessage {
        action: Some(FlowAction::DataExchange),
        mode: Some(FlowMode::Published),
        ..flow()
    };
    let parameters = sent(Interactive::flow(request));
    let parameters = &parameters["action"]["parameters"];
    assert_eq!(parameters["flow_action"], "data_exchange");
    assert_eq!(parameters["mode"], "published");
}

#[test]
fn a_form_has_one_name_and_a_start_that_fits() {
    let both = FlowMessage {
        flow_name: Some("x".to_owned()),
        ..flow()
    };
    let neither = FlowMessage {
        flow_id: Some(" ".to_owned()),
        ..flow()
    };
    for (request, found) in [(both, "both"), (neither, "neither")] {
        let failure = refused(Interactive::flow(request));
        assert_eq!(failure.code, "conflicting-fields");
        for part in ["flowId", "flowName", found] {
            assert!(failure.error.contains(part), "{}", failure.error);
        }
        assert!(
            !failure.advice.contains("data-exchange"),
            "{}",
            failure.advice
        );
    }
    let begin: [fn(&mut FlowMessage); 2] = [
        |it| it.screen = Some("ORDER".to_owned()),
        |it| it.data = Some(r#"{"seats": 2}"#.to_owned()),
    ];
    for begin in begin {
        let mut elsewhere = FlowMessage {
            action: Some(FlowAction::DataExchange),
            ..flow()
        };
        begin(&mut elsewhere);
        let failure = refused(Interactive::flow(elsewhere));
        assert_eq!(failure.code, "conflicting-fields");
        assert!(
            failure.error.contains("screen and data"),
            "{}",
            failure.error
        );
        assert!(failure.advice.contains("endpoint"), "{}", failure.advice);
    }
    for bad in ["{}", "[1]", "7", "{", "{\"a\":1} x"] {
        let data = Some(bad.to_owned());
        let failure = refused(Interactive::flow(FlowMessage { data, ..flow() }));
        assert_eq!(failure.code, "invalid-flow-data", "{bad}");
    }
    let label = |button_text| {
        Interactive::flow(FlowMessage {
            button_text,
            ..flow()
        })
    };
    // WhatsApp advises 30 and refuses none.
    assert!(label("é".repeat(31)).is_ok());
}

#[test]
fn a_location_request_is_a_text_with_its_button() {
    assert_eq!(
        sent(Interactive::location_request("Where?".to_owned())),
        json!({
            "type": "location_request_message", "body": {"text": "Where?"},
            "action": {"name": "send_location"}})
    );
}
