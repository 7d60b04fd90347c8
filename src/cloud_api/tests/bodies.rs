use serde_json::{Value, json};

use super::{filled, refused};
use crate::bindings::uip::whatsapp::templates::{
    Document, FlowStart, MediaSource, Place, TemplateButton, TemplateButtonValue, TemplateHeader,
    TemplateParameter,
};
use crate::cloud_api::{
    CallbackData, Components, Content, Emoji, LanguageCode, Message, MessageId, Reaction,
    Recipient, Refusal, Template, TemplateName, Text,
};

fn message(content: Content) -> Message {
    Message {
        recipient: Recipient::parse("+39 333 1234567", None).unwrap(),
        content,
        identity: None,
        direct_send: None,
        reply_to: None,
        callback_data: None,
    }
}

fn text(body: &str) -> Content {
    Content::Text(Text::parse(body.to_owned(), None).unwrap())
}

fn body(message: &Message) -> Value {
    serde_json::from_str(&message.json()).unwrap()
}

fn parameter(name: Option<&str>, text: &str) -> TemplateParameter {
    TemplateParameter {
        name: name.map(str::to_owned),
        text: text.to_owned(),
        currency: None,
        date_time: None,
    }
}

fn button(index: u8, value: TemplateButtonValue) -> TemplateButton {
    TemplateButton { index, value }
}

fn components_json(components: Result<Components, Refusal>) -> Value {
    serde_json::from_str(&components.unwrap().json()).unwrap()
}

fn header(header: TemplateHeader) -> Result<Components, Refusal> {
    filled(Some(header), None, None, None)
}

fn buttons(buttons: &[TemplateButton]) -> Result<Components, Refusal> {
    filled(None, None, Some(buttons), None)
}

#[test]
fn a_text_message_has_no_member_that_was_not_asked_for() {
    assert_eq!(
        body(&message(text("Ciao \"mondo\"\n🦀"))),
        json!({
            "messaging_product": "whatsapp", "recipient_type": "individual",
            "to": "+393331234567", "type": "text", "text": {"body": "Ciao \"mondo\"\n🦀"}
        })
    );
}

#[test]
fn a_text_message_can_have_a_preview_a_quote_and_a_reference() {
    let full = Message {
        reply_to: MessageId::parse_optional("replyTo", Some("wamid.Q")).unwrap(),
        callback_data: CallbackData::parse_optional(Some("order 7")).unwrap(),
        ..message(Content::Text(
            Text::parse("see https://example.org".to_owned(), Some(true)).unwrap(),
        ))
    };
    let sent = body(&full);
    assert_eq!(sent["context"], json!({"message_id": "wamid.Q"}));
    assert_eq!(sent["biz_opaque_callback_data"], "order 7");
    assert_eq!(
        sent["text"],
        json!({"preview_url": true, "body": "see https://example.org"})
    );
}

#[test]
fn a_user_id_goes_into_recipient_and_never_into_to() {
    let sent = body(&Message {
        recipient: Recipient::parse("US.13491208655302741918", None).unwrap(),
        ..message(text("hi"))
    });
    assert_eq!(sent["recipient"], "US.13491208655302741918");
    assert_eq!(sent.get("to"), None);
}

#[test]
fn a_reaction_is_an_emoji_on_a_message_and_an_empty_one_takes_it_off() {
    for emoji in ["👍", ""] {
        let sent = body(&message(Content::Reaction(Reaction {
            message_id: MessageId::parse("messageId", "wamid.R").unwrap(),
            emoji: Emoji::parse(emoji).unwrap(),
        })));
        assert_eq!(sent["type"], "reaction");
        assert_eq!(
            sent["reaction"],
            json!({"message_id": "wamid.R", "emoji": emoji})
        );
    }
}

#[test]
fn a_bare_template_has_no_components() {
    for components in [None, Some(""), Some("[]")] {
        let template = Template {
            name: TemplateName::parse("hello_world").unwrap(),
            language: LanguageCode::parse("en_US").unwrap(),
            components: filled(None, Some(vec![]), Some(&[]), components).unwrap(),
        };
        let sent = body(&message(Content::Template(template)));
        assert_eq!(
            sent["template"],
            json!({"name": "hello_world", "language": {"code": "en_US"}})
        );
    }
}

#[test]
fn parameters_are_numbered_or_named() {
    let body = |parameters| filled(None, Some(parameters), None, None);
    assert_eq!(
        components_json(body(vec![parameter(None, "Ada"), parameter(Some(""), "7")])),
        json!([{"type": "body", "parameters": [
            {"type": "text", "text": "Ada"}, {"type": "text", "text": "7"}]}])
    );
    assert_eq!(
        components_json(body(vec![parameter(Some("first_name"), "Ada")])),
        json!([{"type": "body", "parameters": [
            {"type": "text", "parameter_name": "first_name", "text": "Ada"}]}])
    );
    for (parameters, code) in [
        (vec![parameter(None, "")], "empty-template-parameter"),
        (
            vec![parameter(Some("First"), "x")],
            "invalid-template-parameter-name",
        ),
        (
            vec![parameter(Some("a"), "x"), parameter(None, "y")],
            "mixed-template-parameters",
        ),
        (
            vec![parameter(Some("a"), "x"), parameter(Some("a"), "y")],
            "duplicate-template-parameter",
        ),
    ] {
        assert_eq!(refused(body(parameters)).code, code);
    }
    let mixed = filled(
        Some(TemplateHeader::Text(parameter(None, "x"))),
        Some(vec![parameter(Some("a"), "y")]),
        None,
        None,
    );
    let mixed = refused(mixed);
    assert_eq!(mixed.code, "mixed-template-parameters");
    let both = "The fields bodyParameters and header mix values with a name (1) and";
    assert!(mixed.error.starts_with(both), "{}", mixed.error);
    let alone = refused(body(vec![parameter(Some("a"), "x"), parameter(None, "y")]));
    let field = "The field bodyParameters mixes values with a name (1) and values without (1);";
    assert!(alone.error.starts_with(field), "{}", alone.error);
    let second = refused(body(vec![parameter(None, "x"), parameter(None, "")]));
    assert!(
        second.error.contains("bodyParameters[1].text"),
        "{}",
        second.error
    );
}

#[test]
fn each_kind_of_header_has_its_own_object() {
    let link = || MediaSource::Link("https://example.org/a.jpg".to_owned());
    for (given, expected) in [
        (
            TemplateHeader::Text(parameter(Some("who"), "Ada")),
            json!({"type": "text", "parameter_name": "who", "text": "Ada"}),
        ),
        (
            TemplateHeader::Image(MediaSource::Id("123".to_owned())),
            json!({"type": "image", "image": {"id": "123"}}),
        ),
        (
            TemplateHeader::Video(link()),
            json!({"type": "video", "video": {"link": "https://example.org/a.jpg"}}),
        ),
        (
            TemplateHeader::Document(Document {
                source: link(),
                filename: Some("invoice.pdf".to_owned()),
            }),
            json!({"type": "document", "document":
                {"link": "https://example.org/a.jpg", "filename": "invoice.pdf"}}),
        ),
        (
            TemplateHeader::Location(Place {
                latitude: 37.483_307,
                longitude: -122.0,
                name: Some("HQ".to_owned()),
                address: None,
            }),
            json!({"type": "location", "location":
                {"latitude": "37.483307", "longitude": "-122", "name": "HQ"}}),
        ),
    ] {
        assert_eq!(
            components_json(header(given)),
            json!([{"type": "header", "parameters": [expected]}])
        );
    }
}

#[test]
fn a_header_that_cannot_be_right_is_refused() {
    for link in [
        "",
        "ftp://a/b",
        "example.org/a.jpg",
        "https://a b",
        "https://a\nb",
    ] {
        let failure = refused(header(TemplateHeader::Image(MediaSource::Link(
            link.to_owned(),
        ))));
        assert_eq!(failure.code, "invalid-media-link", "{link}");
        assert!(failure.error.contains("header.image.link"));
    }
    for id in ["", "https://a", "1 2"] {
        let failure = refused(header(TemplateHeader::Video(MediaSource::Id(
            id.to_owned(),
        ))));
        assert_eq!(failure.code, "invalid-media-id", "{id}");
    }
    for (latitude, longitude, field) in [
        (90.1, 0.0, "latitude"),
        (f64::NAN, 0.0, "latitude"),
        (0.0, -180.1, "longitude"),
        (0.0, f64::INFINITY, "longitude"),
    ] {
        let failure = refused(header(TemplateHeader::Location(Place {
            latitude,
            longitude,
            name: None,
            address: None,
        })));
        assert!(failure.error.contains(field), "{}", failure.error);
    }
}

#[test]
fn each_kind_of_button_has_its_own_parameter() {
    let flow = |token: Option<&str>, data: Option<&str>| {
        TemplateButtonValue::Flow(FlowStart {
            token: token.map(str::to_owned),
            data: data.map(str::to_owned),
        })
    };
    for (value, sub_type, expected) in [
        (
            TemplateButtonValue::QuickReplyPayload("yes".to_owned()),
            "quick_reply",
            json!({"type": "payload", "payload": "yes"}),
        ),
        (
            TemplateButtonValue::UrlSuffix("order/7".to_owned()),
            "url",
            json!({"type": "text", "text": "order/7"}),
        ),
        (
            TemplateButtonValue::CouponCode("25OFF".to_owned()),
            "copy_code",
            json!({"type": "coupon_code", "coupon_code": "25OFF"}),
        ),
        (
            flow(Some("t"), Some(" {\"a\": [1]} ")),
            "flow",
            json!({"type": "action", "action": {"flow_token": "t", "flow_action_data": {"a": [1]}}}),
        ),
        (
            flow(None, None),
            "flow",
            json!({"type": "action", "action": {"flow_token": "unused"}}),
        ),
    ] {
        assert_eq!(
            components_json(buttons(&[button(3, value)])),
            json!([{"type": "button", "sub_type": sub_type, "index": "3", "parameters": [expected]}])
        );
    }
    for data in ["[]", "x", "{", "1"] {
        let failure = refused(buttons(&[button(0, flow(None, Some(data)))]));
        assert_eq!(failure.code, "invalid-flow-data", "{data}");
    }
}

#[test]
fn the_limits_of_buttons_are_kept_to_the_character() {
    let payload = |length| TemplateButtonValue::QuickReplyPayload("é".repeat(length));
    let suffix = |length| TemplateButtonValue::UrlSuffix("é".repeat(length));
    let coupon = |length| TemplateButtonValue::CouponCode("é".repeat(length));
    for (inside, outside, name, limit) in [
        (suffix(2000), suffix(2001), "url-suffix", "2000"),
        (coupon(20), coupon(21), "coupon-code", "20"),
        (payload(1), payload(0), "quick-reply-payload", "empty"),
        (payload(2000), suffix(0), "url-suffix", "empty"),
    ] {
        assert!(buttons(&[button(0, inside)]).is_ok());
        let failure = refused(buttons(&[button(0, outside)]));
        assert!(failure.error.contains(name) && failure.error.contains(limit));
    }
    assert!(buttons(&[button(9, payload(1))]).is_ok());
    assert_eq!(
        refused(buttons(&[button(10, payload(1))])).code,
        "invalid-button-index"
    );
    assert_eq!(
        refused(buttons(&[button(1, payload(1)), button(1, suffix(1))])).code,
        "duplicate-button"
    );
}

#[test]
fn metas_own_components_pass_as_they_are_and_only_alone() {
    let raw = r#"[ {"type":"carousel","cards":[],"n":1.10} ]"#;
    let components = filled(None, None, None, Some(raw)).unwrap();
    assert_eq!(components.json(), raw);
    for bad in ["{}", "[1]", "[[]]", "[{}", "null", "x", "[{}],[]"] {
        let failure = refused(filled(None, None, None, Some(bad)));
        assert_eq!(failure.code, "invalid-components", "{bad}");
    }
    let both = filled(None, Some(vec![parameter(None, "x")]), None, Some(raw));
    assert_eq!(refused(both).code, "conflicting-fields");
    let deep = format!("[{{\"a\":{}{}}}]", "[".repeat(100_000), "]".repeat(100_000));
    assert!(
        refused(filled(None, None, None, Some(&deep)))
            .error
            .contains("32 levels")
    );
}
