//! What Twilio would answer with an error, or accept and not deliver, is rejected
//! before a request is made.

use serde_json::json;

use super::bodies::{callback, refused};
use crate::bindings::uip::whatsapp_twilio::outgoing::{MediaMessage, MediaType};
use crate::bindings::uip::whatsapp_twilio::templates::TemplateParameter;
use crate::configuration::CallbackUrl;
use crate::twilio_api::message::{self, recipient};
use crate::twilio_api::template::{TemplateValues, Values, content};
use uip_kit::refusal::Refusal;
use uip_kit::{CommandError, Failure};

fn media(link: &str, media_type: MediaType, caption: Option<&str>) -> Failure {
    refused(message::media(
        MediaMessage {
            phone_number: String::new(),
            media_type,
            link: Some(link.to_owned()),
            bucket_name: None,
            object_name: None,
            link_seconds: None,
            caption: caption.map(str::to_owned),
            callback_data: None,
        },
        None,
    ))
}

fn template(values: &[&str]) -> Failure {
    let definition = json!({"sid": "HXd6b4cbdd54f16e7008761e6587314043",
        "types": {"twilio/text": {"body": "Hi {{1}}"}}});
    let parameter = |text: &&str| TemplateParameter {
        name: None,
        text: (*text).to_owned(),
    };
    let values = Values::parse(TemplateValues {
        body_parameters: Some(values.iter().map(parameter).collect()),
        ..TemplateValues::default()
    });
    let content = values.and_then(|values| content(&definition.to_string(), &values));
    refused(content)
}

fn variables(json: &str) -> Failure {
    refused::<_, Refusal>(Values::parse(TemplateValues {
        variables: Some(json.to_owned()),
        ..TemplateValues::default()
    }))
}

#[test]
fn what_twilio_would_reject_is_rejected_here() {
    let to = |number: &str| refused::<_, CommandError>(recipient(number, None));
    let text = |text: &str| refused(message::text(text.to_owned()));
    let raw = |payload: &str| refused(message::raw(payload));
    let picture = "https://example.com/menu.jpg";
    let hundred_and_one: Vec<_> = (1..=101).map(|n| format!(r#""{n}":"x""#)).collect();
    let hundred_and_one = format!("{{{}}}", hundred_and_one.join(","));
    let callback_url = |url: &str| {
        let Err(refusal) = CallbackUrl::parse("statusCallbackUrl", url) else {
            panic!("{url} is accepted");
        };
        refused::<(), _>(Err(refusal))
    };
    // Twilio's number, the failure here, and the code that it has.
    for (twilio, failure, code) in [
        ("21211", to("call me"), "invalid-phone-number"),
        ("21211", to("whatsapp:"), "invalid-phone-number"),
        ("21617", text(&"x".repeat(1601)), "text-too-long"),
        ("21602", text(" "), "empty-text"),
        ("21619", raw(r#"{"contentSid":"HX1"}"#), "invalid-payload"),
        ("21619", raw("{}"), "invalid-payload"),
        (
            "21620",
            media("menu.jpg", MediaType::Image, None),
            "invalid-media-link",
        ),
        (
            "not delivered",
            media(picture, MediaType::Document, Some("The menu")),
            "caption-not-delivered",
        ),
        (
            "the sample is sent",
            template(&[]),
            "missing-template-parameter",
        ),
        ("21656", template(&[""]), "empty-template-parameter"),
        ("63013", template(&["a\nb"]), "invalid-template-parameter"),
        (
            "63013",
            template(&["a     b"]),
            "invalid-template-parameter",
        ),
        ("63028", template(&["a", "b"]), "wrong-number-of-parameters"),
        ("92002", variables(&hundred_and_one), "invalid-count"),
        ("21656", variables(r#"{"1":1}"#), "invalid-variables"),
        ("21656", variables("[]"), "invalid-variables"),
        (
            "21609",
            callback_url("https://my_host.example"),
            "invalid-callback-url",
        ),
        (
            "21609",
            callback_url(&format!("https://a.example/{}", "x".repeat(4000))),
            "invalid-callback-url",
        ),
        (
            "no statuses",
            refused(callback(Some("o-1"), None)),
            "missing-status-callback-url",
        ),
    ] {
        assert_eq!(failure.code, code, "{twilio}: {failure:?}");
    }
}

#[test]
fn a_recipient_is_written_with_the_prefix_or_without() {
    for value in [
        "whatsapp:+393331234567",
        " +39 333 1234567",
        "whatsapp:+39 333 1234567 ",
    ] {
        let recipient = recipient(value, None).unwrap();
        assert_eq!(recipient, super::bodies::to("+393331234567"), "{value}");
    }
    let user = "whatsapp:US.13491208655302741918";
    assert_eq!(
        recipient(user, None).unwrap(),
        super::bodies::to("US.13491208655302741918")
    );
}
