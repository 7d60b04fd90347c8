//! Templates: which one, its variables, and how it reads.

use serde_json::{Value, json};
use uip_kit::json::Document;
use uip_kit::{CommandError, Failure, FailureCategory};

use super::{
    Choice, Filter, Reference, TemplateValues, Values, content, listed, render, shorthand,
};
use crate::bindings::uip::whatsapp_twilio::templates::{
    LinkedDocument, LinkedFile, ListTemplatesRequest, TemplateButton, TemplateButtonValue,
    TemplateHeader, TemplateParameter,
};
use crate::twilio_api::tests::{decoded, parameters};

const SID: &str = "HXd6b4cbdd54f16e7008761e6587314043";

fn refused<T: std::fmt::Debug, E: Into<CommandError>>(result: Result<T, E>) -> Failure {
    match result.map_err(Into::into) {
        Err(CommandError::PermanentFailure(failure)) => {
            assert!(failure.error.ends_with("Nothing was sent."), "{failure:?}");
            failure
        }
        other => panic!("a permanent failure, and not {other:?}"),
    }
}

/// A definition with these samples and types.
fn definition(variables: &Value, types: &Value) -> String {
    json!({"sid": SID, "language": "en", "friendly_name": "order", "variables": variables,
           "types": types})
    .to_string()
}

fn texts(texts: &[&str]) -> Vec<TemplateParameter> {
    let parameter = |text: &&str| TemplateParameter {
        name: None,
        text: (*text).to_owned(),
    };
    texts.iter().map(parameter).collect()
}

fn body(values: &[&str]) -> TemplateValues {
    TemplateValues {
        body_parameters: Some(texts(values)),
        ..TemplateValues::default()
    }
}

fn values(values: TemplateValues) -> Values {
    Values::parse(values).unwrap()
}

/// The variables that are sent.
fn sent(definition: &str, given: TemplateValues) -> Value {
    let content = content(definition, &values(given)).unwrap();
    let form = decoded(&parameters(&content));
    assert_eq!(form[0], ("ContentSid".to_owned(), SID.to_owned()));
    match form.get(1) {
        Some((name, value)) => {
            assert_eq!(name, "ContentVariables");
            serde_json::from_str(value).unwrap()
        }
        None => Value::Null,
    }
}

fn code(definition: &str, given: TemplateValues) -> String {
    refused(content(definition, &values(given))).code
}

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

fn card() -> String {
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

fn whole_card(link: &str) -> TemplateValues {
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

#[test]
fn a_template_is_named_or_a_content_sid() {
    let by_sid = Reference::parse(&format!(" {SID} "), None).unwrap();
    assert!(matches!(by_sid, Reference::Sid(sid) if sid.as_str() == SID));
    assert!(matches!(
        Reference::parse("order update", Some("en_US")),
        Ok(Reference::Named(_))
    ));
    for (name, language, code) in [
        ("", Some("en"), "invalid-template-name"),
        ("a\nb", Some("en"), "invalid-template-name"),
        (&"a".repeat(513), Some("en"), "invalid-template-name"),
        ("order", None, "missing-language-code"),
        ("order", Some(" "), "missing-language-code"),
        ("order", Some("en-US"), "invalid-language-code"),
        ("order", Some("en&x=1"), "invalid-language-code"),
        ("order", Some("EN"), "invalid-language-code"),
    ] {
        assert_eq!(
            refused(Reference::parse(name, language)).code,
            code,
            "{name} {language:?}"
        );
    }
}

fn approval(name: &str, friendly: &str, language: &str, status: &str) -> String {
    json!({"sid": SID, "friendly_name": friendly, "language": language,
           "variables": {"1": "x"}, "types": {"twilio/text": {"body": "{{1}}"}},
           "approval_requests": {"name": name, "category": "UTILITY", "status": status}})
    .to_string()
}

fn chosen(contents: &[String], is_whole: bool) -> Result<String, CommandError> {
    let Reference::Named(named) = Reference::parse("order", Some("en")).unwrap() else {
        panic!("a name")
    };
    let mut choice = Choice::default();
    for json in contents {
        let document = Document::parse(json).unwrap();
        choice.look(&document.object().unwrap(), json, &named);
    }
    Ok(choice.take(&named, is_whole)?)
}

#[test]
fn an_approved_template_is_the_choice() {
    let others = [
        approval("order", "x", "it", "approved"),
        approval("orders", "order", "en", "approved"),
        approval("order", "x", "en", "pending"),
    ];
    let failure = refused(chosen(&others, true));
    assert_eq!(failure.code, "template-not-approved");
    assert!(failure.error.contains("pending"), "{}", failure.error);
    let mut with = others.to_vec();
    with.push(approval("order", "x", "en", "APPROVED"));
    assert_eq!(chosen(&with, true).unwrap(), with[3]);
    let friendly = [approval("", "order", "en", "approved")];
    assert_eq!(chosen(&friendly, true).unwrap(), friendly[0]);
    assert_eq!(
        refused(chosen(&others[..2], true)).code,
        "template-not-found"
    );
    assert!(refused(chosen(&[], false)).error.contains("in time"));
}

#[test]
fn a_list_is_filtered_here() {
    let request = |name: Option<&str>, status: Option<&str>| ListTemplatesRequest {
        name: name.map(str::to_owned),
        status: status.map(str::to_owned),
        language: Some("en".to_owned()),
        limit: None,
    };
    let json = approval("order_update", "x", "en", "approved");
    let document = Document::parse(&json).unwrap();
    let template = listed(&document.object().unwrap(), &json).unwrap();
    assert_eq!(
        (template.id.as_str(), template.name.as_str()),
        (SID, "order_update")
    );
    assert_eq!(template.status.as_deref(), Some("APPROVED"));
    assert_eq!(template.parameter_format.as_deref(), Some("POSITIONAL"));
    for (name, status, is_taken) in [
        (None, None, true),
        (Some("ORDER_"), Some("APPROVED"), true),
        (Some("bread"), None, false),
        (None, Some("PENDING"), false),
    ] {
        let filter = Filter::parse(&request(name, status)).unwrap();
        assert_eq!(filter.takes(&template), is_taken);
        assert_eq!(
            filter.path(),
            "/v2/ContentAndApprovals?PageSize=100&Language=en"
        );
    }
    for limit in [0, 1001] {
        let request = ListTemplatesRequest {
            limit: Some(limit),
            ..request(None, None)
        };
        assert_eq!(refused(Filter::parse(&request)).code, "invalid-limit");
    }
    let bad = ListTemplatesRequest {
        language: Some("en&Channel=x".to_owned()),
        ..request(None, None)
    };
    assert_eq!(refused(Filter::parse(&bad)).code, "invalid-language-code");
}

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
