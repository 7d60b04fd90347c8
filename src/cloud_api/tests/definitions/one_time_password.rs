//! Templates with a one-time password.

use super::{CONFLICT, INVALID, created, empty, refused_in, reply, text};
use crate::bindings::uip::whatsapp::templates::{
    CreateTemplateRequest, OneTimePasswordApp, OneTimePasswordButton, OneTimePasswordDefinition,
    TemplateCategory,
};
use crate::cloud_api::NewTemplate;
use serde_json::json;
use uip_kit::Failure;

fn app() -> OneTimePasswordApp {
    OneTimePasswordApp {
        package_name: "com.example.luckyshrub".to_owned(),
        signature_hash: "K8a/AINcGX7".to_owned(),
    }
}

fn password(button: OneTimePasswordButton) -> OneTimePasswordDefinition {
    OneTimePasswordDefinition {
        button,
        button_text: None,
        autofill_text: None,
        security_recommendation: None,
        expiration_minutes: None,
        apps: (button != OneTimePasswordButton::CopyCode).then(|| vec![app()]),
        terms_accepted: (button == OneTimePasswordButton::ZeroTap).then_some(true),
    }
}

fn request(password: OneTimePasswordDefinition) -> CreateTemplateRequest {
    CreateTemplateRequest {
        one_time_password: Some(password),
        ..empty(TemplateCategory::Authentication)
    }
}

fn is_refused(
    button: OneTimePasswordButton,
    change: impl FnOnce(&mut OneTimePasswordDefinition),
    code: &str,
    field: &str,
) -> Failure {
    let mut password = password(button);
    change(&mut password);
    let field = format!("oneTimePassword.{field}");
    refused_in(NewTemplate::parse(request(password)), code, &field)
}

#[test]
fn whatsapp_writes_the_text_and_the_rest_is_said() {
    assert_eq!(
        created(request(password(OneTimePasswordButton::CopyCode)))["components"],
        json!([{"type": "BODY"}, {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]}])
    );
    let mut whole = password(OneTimePasswordButton::ZeroTap);
    whole.button_text = Some("Copy".to_owned());
    whole.autofill_text = Some("Fill in".to_owned());
    whole.security_recommendation = Some(true);
    whole.expiration_minutes = Some(90);
    assert_eq!(
        created(request(whole))["components"],
        json!([
            {"type": "BODY", "add_security_recommendation": true},
            {"type": "FOOTER", "code_expiration_minutes": 90},
            {"type": "BUTTONS", "buttons": [{
                "type": "OTP", "otp_type": "ZERO_TAP", "text": "Copy", "autofill_text": "Fill in",
                "zero_tap_terms_accepted": true,
                "supported_apps": [{"package_name": "com.example.luckyshrub", "signature_hash": "K8a/AINcGX7"}],
            }]},
        ])
    );
}

#[test]
fn each_use_of_the_code_has_its_own_fields() {
    use OneTimePasswordButton::{CopyCode, OneTap, ZeroTap};
    is_refused(CopyCode, |it| it.apps = Some(vec![app()]), CONFLICT, "apps");
    is_refused(
        CopyCode,
        |it| it.autofill_text = Some("x".to_owned()),
        CONFLICT,
        "autofillText",
    );
    is_refused(
        OneTap,
        |it| it.terms_accepted = Some(true),
        CONFLICT,
        "termsAccepted",
    );
    is_refused(
        ZeroTap,
        |it| it.terms_accepted = None,
        INVALID,
        "termsAccepted",
    );
    is_refused(
        ZeroTap,
        |it| it.terms_accepted = Some(false),
        INVALID,
        "termsAccepted",
    );
    for button in [OneTap, ZeroTap] {
        is_refused(button, |it| it.apps = None, "invalid-count", "apps");
        is_refused(
            button,
            |it| it.apps = Some(vec![app(); 6]),
            "invalid-count",
            "apps",
        );
        let mut five = password(button);
        five.apps = Some(vec![app(); 5]);
        assert!(NewTemplate::parse(request(five)).is_ok());
    }
}

#[test]
fn limits_hold_from_both_sides() {
    use OneTimePasswordButton::{CopyCode, OneTap};
    for minutes in [0, 91, 255] {
        is_refused(
            CopyCode,
            |it| it.expiration_minutes = Some(minutes),
            INVALID,
            "expirationMinutes",
        );
    }
    for minutes in [1, 90] {
        let mut valid = password(CopyCode);
        valid.expiration_minutes = Some(minutes);
        assert!(NewTemplate::parse(request(valid)).is_ok());
    }
    let long = || Some("x".repeat(26));
    is_refused(
        CopyCode,
        |it| it.button_text = long(),
        "text-too-long",
        "buttonText",
    );
    is_refused(
        OneTap,
        |it| it.autofill_text = long(),
        "text-too-long",
        "autofillText",
    );
    for name in [
        "",
        "bakery",
        "com.",
        ".com",
        "com.1a",
        "com.a-b",
        "com.a b",
        "com.a\n",
        "com.é",
        &format!("com.{}", "a".repeat(221)),
    ] {
        is_refused(
            OneTap,
            |it| it.apps.as_mut().unwrap()[0].package_name = name.to_owned(),
            INVALID,
            "apps[0].packageName",
        );
    }
    for hash in [
        "",
        "K8a/AINcGX",
        "K8a/AINcGX77",
        "K8a/AINcGX\n",
        "K8a-AINcGX7",
    ] {
        is_refused(
            OneTap,
            |it| it.apps.as_mut().unwrap()[0].signature_hash = hash.to_owned(),
            INVALID,
            "apps[0].signatureHash",
        );
    }
    let mut longest = password(OneTap);
    longest.apps.as_mut().unwrap()[0].package_name = format!("com.{}", "a".repeat(220));
    assert!(NewTemplate::parse(request(longest)).is_ok());
}

#[test]
fn it_is_for_authentication_only_and_always() {
    for category in [TemplateCategory::Marketing, TemplateCategory::Utility] {
        let mut other = request(password(OneTimePasswordButton::CopyCode));
        other.category = category;
        refused_in(NewTemplate::parse(other), CONFLICT, "oneTimePassword");
    }
    let without = empty(TemplateCategory::Authentication);
    refused_in(NewTemplate::parse(without), INVALID, "oneTimePassword");
    let mut texted = empty(TemplateCategory::Authentication);
    texted.body = Some(text("Your code", &[]));
    refused_in(NewTemplate::parse(texted), CONFLICT, "body");
    let mut both = request(password(OneTimePasswordButton::CopyCode));
    both.buttons = Some(vec![reply("Yes")]);
    refused_in(NewTemplate::parse(both), CONFLICT, "buttons");
}
