//! A template with a one-time password: WhatsApp writes its text.

use super::mistake::{conflict, plain, wrong};
use super::object::{App, Body, Button, Component};
use crate::bindings::uip::whatsapp::templates::{
    OneTimePasswordApp, OneTimePasswordButton, OneTimePasswordDefinition,
};
use crate::cloud_api::request::field::{check_count, item, member};
use crate::cloud_api::request::refusal::Refusal;
use uip_kit::failure::quoted;
use uip_kit::field::given;

const LONGEST_LABEL: usize = 25;
const MOST_APPS: usize = 5;
const MOST_MINUTES: u8 = 90;
const LONGEST_PACKAGE: usize = 224;
const HASH: usize = 11;

const FIELD: &str = "oneTimePassword";

/// Parses the field `oneTimePassword`: a body, perhaps a footer, and the button.
///
/// # Errors
/// A permanent failure when a field is wrong, missing, or does not fit the way
/// in which the customer uses the code.
pub fn components(password: OneTimePasswordDefinition) -> Result<Vec<Component>, Refusal> {
    let mut components = vec![Component::Body(Body {
        add_security_recommendation: password.security_recommendation,
        ..Body::default()
    })];
    if let Some(minutes) = password.expiration_minutes {
        if !(1..=MOST_MINUTES).contains(&minutes) {
            return Err(wrong(
                &member(FIELD, "expirationMinutes"),
                &format!("must be from 1 to {MOST_MINUTES}; it is {minutes}"),
                "Leave it out for a template without a footer.",
            ));
        }
        components.push(Component::Footer {
            text: None,
            code_expiration_minutes: Some(minutes),
        });
    }
    components.push(Component::Buttons {
        buttons: vec![button(password)?],
    });
    Ok(components)
}

fn button(password: OneTimePasswordDefinition) -> Result<Button, Refusal> {
    let label = |name: &str, text: Option<String>| match given(text.as_deref()) {
        Some(_) => plain(&member(FIELD, name), text, LONGEST_LABEL).map(Some),
        None => Ok(None),
    };
    let apps = password.apps.unwrap_or_default();
    let is_copied = password.button == OneTimePasswordButton::CopyCode;
    let is_zero_tap = password.button == OneTimePasswordButton::ZeroTap;
    let accepted = password.terms_accepted == Some(true);
    let superfluous = [
        (
            "autofillText",
            is_copied && given(password.autofill_text.as_deref()).is_some(),
        ),
        ("apps", is_copied && !apps.is_empty()),
        ("termsAccepted", !is_zero_tap && accepted),
    ];
    if let Some((name, _)) = superfluous.iter().find(|(_, is_given)| *is_given) {
        return Err(conflict(
            &member(FIELD, name),
            "does not fit the way in which the customer uses the code",
            "Leave this field out, or choose another button.",
        ));
    }
    if is_zero_tap && !accepted {
        return Err(wrong(
            &member(FIELD, "termsAccepted"),
            "must be true for zero-tap",
            "Accept WhatsApp's terms for codes without a tap, or choose one-tap or copy-code.",
        ));
    }
    if !is_copied {
        check_count(&member(FIELD, "apps"), apps.len(), 1, MOST_APPS)?;
    }
    let mut supported_apps = Vec::new();
    for (place, app) in apps.into_iter().enumerate() {
        supported_apps.push(parse_app(&item(&member(FIELD, "apps"), place), app)?);
    }
    Ok(Button {
        kind: "OTP",
        otp_type: Some(match password.button {
            OneTimePasswordButton::CopyCode => "COPY_CODE",
            OneTimePasswordButton::OneTap => "ONE_TAP",
            OneTimePasswordButton::ZeroTap => "ZERO_TAP",
        }),
        text: label("buttonText", password.button_text)?,
        autofill_text: label("autofillText", password.autofill_text)?,
        zero_tap_terms_accepted: is_zero_tap.then_some(true),
        supported_apps,
        ..Button::default()
    })
}

fn parse_app(field: &str, app: OneTimePasswordApp) -> Result<App, Refusal> {
    let segments = || app.package_name.split('.');
    let is_segment = |segment: &str| {
        segment.starts_with(|c: char| c.is_ascii_alphabetic())
            && segment
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if app.package_name.len() > LONGEST_PACKAGE
        || segments().count() < 2
        || !segments().all(is_segment)
    {
        return Err(wrong(
            &member(field, "packageName"),
            &format!(
                "must be the name of an Android package with at most {LONGEST_PACKAGE} characters; \
                 it is {}",
                quoted(&app.package_name)
            ),
            "Copy the applicationId from the app's build file, such as com.example.bakery.",
        ));
    }
    let is_hash = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if app.signature_hash.len() != HASH || !app.signature_hash.bytes().all(is_hash) {
        return Err(wrong(
            &member(field, "signatureHash"),
            &format!(
                "must have {HASH} characters: letters, digits, +, / and =; it is {}",
                quoted(&app.signature_hash)
            ),
            "Compute the app's hash as Meta's page on authentication templates describes.",
        ));
    }
    Ok(App {
        package_name: app.package_name,
        signature_hash: app.signature_hash,
    })
}
