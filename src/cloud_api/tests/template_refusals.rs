//! What WhatsApp is known to refuse in every template, in each of the ways in
//! which a request can say it.

use serde_json::json;

use super::template_values::{amount, body, button, card, carousel, parameter};
use super::{filled, refused};
use crate::bindings::uip::whatsapp::templates::{
    TemplateButtonValue, TemplateHeader, TemplateParameter,
};
use crate::cloud_api::{
    Components, Content, LanguageCode, Message, RawContent, Recipient, Refusal, Template,
    TemplateName, TemplateValues,
};
use uip_kit::FailureCategory;

/// An offer in the typed field, in `components`, and in a whole message.
fn offers(time: u64) -> [(&'static str, Result<Content, Refusal>); 3] {
    let components = json!([{"type": "limited_time_offer", "parameters": [{
        "type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": time}}]}]);
    let payload = json!({"type": "template", "template": {"name": "x", "components": components}});
    let typed = Components::parse(TemplateValues {
        offer_expiration_time_ms: Some(time),
        ..TemplateValues::default()
    });
    let raw = filled(None, None, None, Some(&components.to_string()));
    [
        ("offerExpirationTimeMs", typed.map(template)),
        ("components (expiration_time_ms)", raw.map(template)),
        (
            "payload (expiration_time_ms)",
            RawContent::parse(&payload.to_string()).map(Content::Raw),
        ),
    ]
}

fn template(components: Components) -> Content {
    Content::Template(Template {
        name: TemplateName::parse("x").unwrap(),
        language: LanguageCode::parse("it").unwrap(),
        components,
    })
}

#[test]
fn an_offer_that_ends_in_seconds_or_in_the_past_is_refused() {
    const NOW: u64 = 1_795_824_000_123;
    let ends = |content: Content| {
        let message = Message {
            recipient: Recipient::parse("+393331234567", None).unwrap(),
            content,
            identity: None,
            direct_send: None,
            reply_to: None,
            callback_data: None,
        };
        message.offer_end().unwrap().check(NOW)
    };
    for seconds in [0, 1, 86_400_000, NOW / 1000, 999_999_999_999] {
        for (field, content) in offers(seconds) {
            let failure = refused(content);
            assert_eq!(failure.code, "invalid-offer-end");
            assert_eq!(failure.category, FailureCategory::Template);
            for part in [field, "milliseconds", &seconds.to_string()] {
                assert!(failure.error.contains(part), "{}", failure.error);
            }
        }
    }
    for past in [1_000_000_000_000, NOW - 1, NOW] {
        for (field, content) in offers(past) {
            let failure = refused(ends(content.unwrap()));
            assert_eq!(failure.code, "invalid-offer-end");
            for part in [field, "future", &past.to_string()] {
                assert!(failure.error.contains(part), "{}", failure.error);
            }
        }
    }
    for future in [NOW + 1, 4_102_444_800_000, u64::MAX] {
        for (field, content) in offers(future) {
            assert!(ends(content.unwrap()).is_ok(), "{field} {future}");
        }
    }
}

/// What WhatsApp refuses for each variable of a header or a body, and how the
/// error says it.
const BAD_VALUES: [(&str, &str); 8] = [
    ("rye\nwheat", "a line break"),
    ("rye\r\nwheat", "a line break"),
    ("rye\r", "a line break"),
    ("\trye", "a tab"),
    ("rye     wheat", "more than 4 spaces"),
    ("", "is empty"),
    (" ", "is blank"),
    ("\n\u{a0}", "is blank"),
];

#[test]
fn a_value_that_whatsapp_takes_in_no_template_is_refused_with_its_field() {
    let date = |text: &str| TemplateParameter {
        date_time: Some(true),
        ..parameter(text)
    };
    let money = |text: &str| TemplateParameter {
        text: text.to_owned(),
        ..amount("EUR")
    };
    for (value, what) in BAD_VALUES {
        let second = |bad| filled(None, Some(vec![parameter("Ada"), bad]), None, None);
        let header = |text| filled(Some(TemplateHeader::Text(text)), None, None, None);
        let mut wrong = card("A");
        wrong.body_parameters = Some(vec![parameter(value)]);
        for (field, outcome) in [
            ("bodyParameters[1].text", second(parameter(value))),
            ("bodyParameters[1].text", second(date(value))),
            ("bodyParameters[1].text", second(money(value))),
            ("header.text.text", header(parameter(value))),
            (
                "cards[1].bodyParameters[0].text",
                carousel(vec![card("A"), wrong]),
            ),
        ] {
            let failure = refused(outcome);
            let start = format!("The field {field} ");
            assert!(
                failure.error.starts_with(&start) && failure.error.contains(what),
                "{value:?}: {}",
                failure.error
            );
            assert_eq!(failure.category, FailureCategory::Template);
        }
    }
    assert!(body(parameter("rye    wheat, café ☕")).is_ok());
}

#[test]
fn the_same_values_are_refused_in_json() {
    for (value, what) in BAD_VALUES {
        let text = json!({"type": "text", "text": value});
        let date = json!({"type": "date_time", "date_time": {"fallback_value": value}});
        let money = json!({"type": "CURRENCY", "currency": {"fallback_value": value, "code": "EUR", "amount_1000": 1}});
        let good = json!({"type": "text", "text": "Ada"});
        for (part, components) in [
            (
                "body[1]",
                json!([{"type": "BODY", "parameters": [good, text]}]),
            ),
            ("body[0]", json!([{"type": "body", "parameters": [date]}])),
            ("body[0]", json!([{"type": "body", "parameters": [money]}])),
            (
                "header[0]",
                json!([{"type": "header", "parameters": [text]}]),
            ),
            (
                "card 1, body[0]",
                json!([{"type": "carousel", "cards": [
                    {"card_index": 0, "components": [{"type": "body", "parameters": [good]}]},
                    {"card_index": 1, "components": [{"type": "body", "parameters": [text]}]},
                ]}]),
            ),
        ] {
            let payload =
                json!({"type": "template", "template": {"name": "x", "components": components}});
            let raw = filled(None, None, None, Some(&components.to_string()));
            for (field, failure) in [
                ("components", refused(raw)),
                ("payload", refused(RawContent::parse(&payload.to_string()))),
            ] {
                let start = format!("The field {field} ({part}) ");
                assert!(
                    failure.error.starts_with(&start) && failure.error.contains(what),
                    "{value:?}: {}",
                    failure.error
                );
            }
        }
    }
}

#[test]
fn a_blank_value_is_refused_for_a_button_and_its_line_breaks_are_whatsapps_to_judge() {
    let values: [fn(String) -> TemplateButtonValue; 4] = [
        TemplateButtonValue::QuickReplyPayload,
        TemplateButtonValue::UrlSuffix,
        TemplateButtonValue::OneTimePassword,
        TemplateButtonValue::CouponCode,
    ];
    for value in values {
        for blank in ["", " ", "\n"] {
            let failure = refused(button(value(blank.to_owned())));
            assert!(
                failure.error.contains("buttons[0].value.") && failure.error.contains("is empty"),
                "{}",
                failure.error
            );
        }
        assert!(button(value("a\nb".to_owned())).is_ok());
    }
    for kind in ["text", "payload", "coupon_code"] {
        let raw = |value: &str| {
            let mut parameter = json!({"type": kind});
            parameter[kind] = json!(value);
            let button =
                json!([{"type": "button", "sub_type": "x", "index": 0, "parameters": [parameter]}]);
            filled(None, None, None, Some(&button.to_string()))
        };
        let failure = refused(raw(" "));
        assert!(
            failure.error.contains("components (buttons[0]) is blank"),
            "{}",
            failure.error
        );
        assert!(raw("a\nb").is_ok());
    }
}

#[test]
fn what_whatsapp_may_take_one_day_passes_in_json() {
    for components in [
        json!([{"type": "body", "parameters": [{"type": "poem", "poem": "a\nb"}]}]),
        json!([{"type": "body", "parameters": [{"type": "text", "text": 5}, {"type": "text"}]}]),
        json!([{"type": "body", "parameters": "later"}]),
        json!([{"type": "poem", "parameters": [{"type": "text", "text": "\n"}]}]),
        json!([{"type": "limited_time_offer", "parameters": [{"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": "soon"}}]}]),
    ] {
        assert!(
            filled(None, None, None, Some(&components.to_string())).is_ok(),
            "{components}"
        );
    }
    let other = json!({"type": "x", "template": {"components": [{"type": "body", "parameters": [{"type": "text", "text": "\n"}]}]}});
    assert!(RawContent::parse(&other.to_string()).is_ok());
}
