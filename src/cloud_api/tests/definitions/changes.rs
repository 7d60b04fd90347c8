//! Changes of a template, and components as JSON.

use super::super::json;
use super::{CONFLICT, INVALID, card, is_refused, marketing, no_change, refused_in, text};
use crate::bindings::uip::whatsapp::templates::{
    OneTimePasswordButton, OneTimePasswordDefinition, TemplateCategory, UpdateTemplateRequest,
};
use crate::cloud_api::TemplateChanges;

fn sent(change: impl FnOnce(&mut UpdateTemplateRequest)) -> serde_json::Value {
    let mut request = no_change();
    change(&mut request);
    json(
        &TemplateChanges::parse(request)
            .map_err(uip_kit::CommandError::from)
            .unwrap(),
    )
}

#[test]
fn only_what_changes_is_sent() {
    assert_eq!(
        sent(|it| it.category = Some(TemplateCategory::Utility)),
        serde_json::json!({"category": "UTILITY"})
    );
    assert_eq!(
        sent(|it| it.ttl_seconds = Some(60)),
        serde_json::json!({"message_send_ttl_seconds": 60})
    );
    assert_eq!(
        sent(|it| it.body = Some(text("Ready.", &[]))),
        serde_json::json!({"components": [{"type": "BODY", "text": "Ready."}]})
    );
    refused_in(TemplateChanges::parse(no_change()), INVALID, "body");
}

#[test]
fn a_change_replaces_the_whole_message() {
    let mut request = no_change();
    request.footer = Some("Rye and Wheat".to_owned());
    refused_in(TemplateChanges::parse(request), INVALID, "body");
}

#[test]
fn a_one_time_password_needs_no_category_and_fits_no_other() {
    let password = || {
        Some(OneTimePasswordDefinition {
            button: OneTimePasswordButton::CopyCode,
            button_text: None,
            autofill_text: None,
            security_recommendation: None,
            expiration_minutes: None,
            apps: None,
            terms_accepted: None,
        })
    };
    let changed = sent(|it| {
        it.one_time_password = password();
        it.ttl_seconds = Some(900);
    });
    assert_eq!(changed["components"][0]["type"], "BODY");
    let mut long = no_change();
    long.one_time_password = password();
    long.ttl_seconds = Some(901);
    refused_in(TemplateChanges::parse(long), INVALID, "ttlSeconds");
    let mut other = no_change();
    other.one_time_password = password();
    other.category = Some(TemplateCategory::Marketing);
    refused_in(TemplateChanges::parse(other), CONFLICT, "oneTimePassword");
}

#[test]
fn components_as_json_go_out_byte_for_byte_and_alone() {
    let raw = r#"[{"type":"BODY", "text":"caf\u00e9 1.50"}]"#;
    let mut request = no_change();
    request.components = Some(format!("  {raw}\n"));
    let changes = TemplateChanges::parse(request).unwrap();
    assert_eq!(changes.json(), format!(r#"{{"components":{raw}}}"#));
    is_refused(
        |it| it.components = Some(raw.to_owned()),
        CONFLICT,
        "components",
    );
}

#[test]
fn components_as_json_are_an_array_of_objects() {
    let deep = format!("[{{\"a\":{}{}}}]", "[".repeat(31), "]".repeat(31));
    let large = format!("[{{\"a\":\"{}\"}}]", "x".repeat(1024 * 1024));
    for refused in [
        "[]",
        "{}",
        "[1]",
        "null",
        "[{}",
        "x",
        r#"[{"a":"\ud800"}]"#,
        &deep,
        &large,
    ] {
        is_refused(
            |it| {
                it.body = None;
                it.components = Some(refused.to_owned());
            },
            "invalid-components",
            "components",
        );
    }
}

#[test]
fn named_samples_in_json_make_a_named_template() {
    let format = |components: &str| {
        let changed = sent(|it| it.components = Some(components.to_owned()));
        changed["parameter_format"].as_str().map(str::to_owned)
    };
    let samples = r#"[{"param_name":"a","example":"x"}]"#;
    let named = Some("NAMED".to_owned());
    assert_eq!(
        format(&format!(
            r#"[{{"type":"BODY","example":{{"body_text_named_params":{samples}}}}}]"#
        )),
        named
    );
    assert_eq!(
        format(&format!(
            r#"[{{"type":"HEADER","example":{{"header_text_named_params":{samples}}}}}]"#
        )),
        named
    );
    assert_eq!(
        format(&format!(
            r#"[{{"type":"CAROUSEL","cards":[{{"components":[{{"example":{{"body_text_named_params":{samples}}}}}]}}]}}]"#
        )),
        named
    );
    assert_eq!(
        format(
            r#"[{"type":"BODY","text":"body_text_named_params","example":{"body_text":[["x"]]}}]"#
        ),
        None
    );
}

#[test]
fn an_offer_is_marketing_without_a_footer_next_to_a_picture() {
    use super::{header, picture};
    use crate::bindings::uip::whatsapp::templates::{
        TemplateHeaderFormat, TemplateOfferDefinition,
    };
    let offer = || {
        Some(TemplateOfferDefinition {
            text: "Ends today".to_owned(),
            has_expiration: None,
        })
    };
    super::is_accepted(|it| {
        it.offer = offer();
        it.header = Some(picture());
    });
    is_refused(
        |it| {
            it.offer = offer();
            it.category = TemplateCategory::Utility;
        },
        CONFLICT,
        "offer",
    );
    is_refused(
        |it| {
            it.offer = offer();
            it.footer = Some("x".to_owned());
        },
        CONFLICT,
        "footer",
    );
    is_refused(
        |it| {
            it.offer = offer();
            it.header = Some(header(TemplateHeaderFormat::Location));
        },
        CONFLICT,
        "header",
    );
    is_refused(
        |it| {
            it.offer = offer();
            it.body = Some(text(&"x".repeat(601), &[]));
        },
        "text-too-long",
        "body.text",
    );
    super::is_accepted(|it| {
        it.offer = offer();
        it.body = Some(text(&"x".repeat(600), &[]));
    });
}

#[test]
fn a_template_needs_a_text() {
    is_refused(|it| it.body = None, INVALID, "body");
    is_refused(
        |it| {
            it.body = None;
            it.cards = Some(vec![card(); 2]);
        },
        INVALID,
        "body",
    );
    let mut named = marketing();
    named.template_name = "Order".to_owned();
    super::refused_in(
        crate::cloud_api::NewTemplate::parse(named),
        "invalid-template-name",
        "templateName",
    );
    let mut language = marketing();
    language.language_code = "english".to_owned();
    super::refused_in(
        crate::cloud_api::NewTemplate::parse(language),
        "invalid-language-code",
        "languageCode",
    );
}
