//! Which value goes to which variable.

use serde_json::{Value, json};
use uip_kit::FailureCategory;

use super::{body, code, definition, refused, sent, texts, values};
use crate::bindings::uip::whatsapp_twilio::templates::{
    LinkedDocument, LinkedFile, TemplateButton, TemplateButtonValue, TemplateHeader,
    TemplateParameter,
};
use crate::twilio_api::template::{TemplateValues, Values, content, render};

fn order() -> String {
    definition(
        &json!({"1": "Joe", "2": "O12235234"}),
        &json!({"twilio/text": {"body": "Hi {{1}}! Your order number is {{2}}. {{1}}!"}}),
    )
}

#[test]
fn values_go_to_the_variables_in_the_order_of_their_numbers() {
    assert_eq!(
        sent(&order(), body(&["Ada", "17"])),
        json!({"1": "Ada", "2": "17"})
    );
    let ten = definition(
        &json!({"10": "x", "9": "y"}),
        &json!({"twilio/text": {"body": "{{10}} {{9}}"}}),
    );
    assert_eq!(
        sent(&ten, body(&["nine", "ten"])),
        json!({"9": "nine", "10": "ten"})
    );
    let none = definition(
        &json!({}),
        &json!({"twilio/text": {"body": "Hello {{ }} {{}} {{a b}}"}}),
    );
    assert_eq!(sent(&none, body(&[])), Value::Null);
}

#[test]
fn no_variable_is_left_to_its_sample_and_no_value_without_a_place() {
    assert_eq!(code(&order(), body(&[])), "missing-template-parameter");
    assert_eq!(code(&order(), body(&["Ada"])), "wrong-number-of-parameters");
    assert_eq!(
        code(&order(), body(&["a", "b", "c"])),
        "wrong-number-of-parameters"
    );
    let sample_only = definition(
        &json!({"1": "x", "hidden": "y"}),
        &json!({"twilio/text": {"body": "{{1}}"}}),
    );
    let failure = refused(content(&sample_only, &values(body(&["a"]))));
    assert!(failure.error.contains("\"hidden\""), "{}", failure.error);
    assert_eq!(failure.category, FailureCategory::Template);
}

#[test]
fn values_may_have_names() {
    let named = definition(
        &json!({}),
        &json!({"twilio/text": {"body": "Hi {{guest_name}} on {{day}}"}}),
    );
    let by_name = |names: &[(&str, &str)]| TemplateValues {
        body_parameters: Some(
            names
                .iter()
                .map(|(name, text)| TemplateParameter {
                    name: Some((*name).to_owned()),
                    text: (*text).to_owned(),
                })
                .collect(),
        ),
        ..TemplateValues::default()
    };
    let expected = json!({"guest_name": "Ada", "day": "Friday"});
    assert_eq!(
        sent(&named, by_name(&[("day", "Friday"), ("guest_name", "Ada")])),
        expected
    );
    assert_eq!(
        code(&named, by_name(&[("day", "Friday"), ("week", "1")])),
        "parameter-without-place"
    );
    assert_eq!(
        code(&named, by_name(&[("day", "Friday"), ("day", "Monday")])),
        "conflicting-values"
    );
    assert!(Values::parse(by_name(&[("aaaaaaaaaaaaaaaa", "x")])).is_ok());
    let long = Values::parse(by_name(&[("aaaaaaaaaaaaaaaaa", "x")]));
    assert_eq!(refused(long).code, "invalid-template-parameter-name");
    let mut mixed = by_name(&[("day", "Friday")]);
    mixed
        .body_parameters
        .as_mut()
        .unwrap()
        .extend(texts(&["x"]));
    assert_eq!(
        refused(Values::parse(mixed)).code,
        "mixed-template-parameters"
    );
}

pub fn card() -> String {
    definition(
        &json!({"1": "x", "2": "x", "3": "x", "4": "x", "5": "x"}),
        &json!({"whatsapp/card": {
            "header_text": "For {{1}}",
            "body": "Ready on {{2}}",
            "footer": "Bakery",
            "media": ["https://cdn.example/{{3}}.jpg"],
            "actions": [
                {"type": "QUICK_REPLY", "title": "Yes", "id": "{{4}}"},
                {"type": "URL", "title": "See", "url": "https://a.example/{{5}}"},
                {"type": "PHONE_NUMBER", "title": "Call", "phone": "+3902"},
            ],
        }}),
    )
}

fn button(index: u8, value: TemplateButtonValue) -> TemplateButton {
    TemplateButton { index, value }
}

pub fn whole_card(link: &str) -> TemplateValues {
    TemplateValues {
        header: Some(TemplateHeader::Image(LinkedFile {
            link: link.to_owned(),
        })),
        body_parameters: Some(texts(&["Friday"])),
        buttons: Some(vec![
            button(1, TemplateButtonValue::UrlSuffix("17".to_owned())),
            button(0, TemplateButtonValue::QuickReplyPayload("YES".to_owned())),
        ]),
        variables: None,
    }
}

#[test]
fn values_are_placed_by_reading_the_definition() {
    let picture = card()
        .replace("For {{1}}", "For you")
        .replace("\"1\":\"x\",", "");
    let given = whole_card("https://cdn.example/van.jpg");
    assert_eq!(
        sent(&picture, given),
        json!({"2": "Friday", "3": "van", "4": "YES", "5": "17"})
    );
    for link in [
        "https://evil.example/van.jpg",
        "https://cdn.example/.jpg",
        "https://cdn.example/van.png",
    ] {
        assert_eq!(
            code(&picture, whole_card(link)),
            "parameter-without-place",
            "{link}"
        );
    }
    let mut wrong = whole_card("https://cdn.example/van.jpg");
    wrong.buttons = Some(vec![button(
        2,
        TemplateButtonValue::UrlSuffix("x".to_owned()),
    )]);
    assert_eq!(code(&picture, wrong), "parameter-without-place");
    let text = TemplateValues {
        header: Some(TemplateHeader::Text(texts(&["Ada"]).pop().unwrap())),
        ..body(&["Friday"])
    };
    let failure = refused(content(&card(), &values(text)));
    assert!(failure.error.contains("3, 4, 5"), "{}", failure.error);
}

#[test]
fn all_variables_may_be_given_by_name() {
    let given = |variables: &str| TemplateValues {
        variables: Some(variables.to_owned()),
        ..TemplateValues::default()
    };
    let all = r#"{"1":"Ada","2":"Friday","3":"van","4":"YES","5":"17"}"#;
    assert_eq!(
        sent(&card(), given(all)),
        serde_json::from_str::<Value>(all).unwrap()
    );
    assert_eq!(
        code(&card(), given(r#"{"1":"Ada"}"#)),
        "missing-template-parameter"
    );
    assert_eq!(
        code(&card(), given(r#"{"6":"Ada"}"#)),
        "parameter-without-place"
    );
    for bad in ["[]", "{", r#"{"1":1}"#, r#"{"1":null}"#] {
        assert_eq!(
            refused(Values::parse(given(bad))).code,
            "invalid-variables",
            "{bad}"
        );
    }
    let both = TemplateValues {
        variables: Some(all.to_owned()),
        ..body(&["x"])
    };
    assert_eq!(refused(Values::parse(both)).code, "conflicting-fields");
}

#[test]
fn a_one_time_password_is_one_variable_in_two_places() {
    let password = definition(
        &json!({"1": "123456"}),
        &json!({"whatsapp/authentication": {"add_security_recommendation": true,
            "code_expiration_minutes": 10,
            "actions": [{"type": "COPY_CODE", "copy_code_text": "Copy code"}]}}),
    );
    let given = |code: &str| TemplateValues {
        buttons: Some(vec![button(
            0,
            TemplateButtonValue::OneTimePassword(code.to_owned()),
        )]),
        ..body(&["493817"])
    };
    assert_eq!(sent(&password, given("493817")), json!({"1": "493817"}));
    assert_eq!(sent(&password, body(&["493817"])), json!({"1": "493817"}));
    assert_eq!(code(&password, given("493818")), "conflicting-values");
    let rendered = render(&password, &values(given("493817"))).unwrap();
    assert_eq!(
        rendered.text,
        "493817 is your verification code. For your security, do not share this code.\n\n\
         This code expires in 10 minutes."
    );
    assert_eq!(rendered.buttons[0].text, "Copy code");
    assert_eq!(rendered.buttons[0].value.as_deref(), Some("493817"));
}

#[test]
fn a_value_is_one_that_whatsapp_takes() {
    for (text, code) in [
        ("", "empty-template-parameter"),
        (" ", "empty-template-parameter"),
        ("a\nb", "invalid-template-parameter"),
        ("a\tb", "invalid-template-parameter"),
        ("a     b", "invalid-template-parameter"),
        (&"è".repeat(1601), "text-too-long"),
    ] {
        assert_eq!(refused(Values::parse(body(&[text]))).code, code, "{text}");
    }
    assert!(Values::parse(body(&["a    b", &"è".repeat(1600)])).is_ok());
    assert!(Values::parse(body(&["x"; 100])).is_ok());
    assert_eq!(
        refused(Values::parse(body(&["x"; 101]))).code,
        "invalid-count"
    );
    let buttons = |value| TemplateValues {
        buttons: Some(vec![button(0, value)]),
        ..TemplateValues::default()
    };
    for (value, is_value) in [
        (TemplateButtonValue::OneTimePassword("1".repeat(15)), true),
        (TemplateButtonValue::OneTimePassword("1".repeat(16)), false),
        (TemplateButtonValue::CouponCode("1".repeat(20)), true),
        (TemplateButtonValue::CouponCode("1".repeat(21)), false),
    ] {
        assert_eq!(Values::parse(buttons(value)).is_ok(), is_value);
    }
    let ten = TemplateValues {
        buttons: Some(vec![button(
            10,
            TemplateButtonValue::CouponCode("1".to_owned()),
        )]),
        ..TemplateValues::default()
    };
    assert_eq!(refused(Values::parse(ten)).code, "invalid-button-index");
    let file = TemplateValues {
        header: Some(TemplateHeader::Document(LinkedDocument {
            source: LinkedFile {
                link: "file:///x".to_owned(),
            },
        })),
        ..TemplateValues::default()
    };
    assert_eq!(refused(Values::parse(file)).code, "invalid-media-link");
}
