//! Authentication templates, whose text WhatsApp writes.

use super::super::refusal::plain;
use super::{Components, upper};
use crate::graph::fields::Fields;
use crate::model::GraphError;

const EXPIRATION: std::ops::RangeInclusive<i64> = 1..=90;

/// A body without a text, perhaps a footer, and one button with the one-time password.
pub(super) fn check(components: &Components<'_>) -> Result<(), GraphError> {
    let refused = |message: &str| Err(plain("Invalid authentication template", message));
    for (kind, component) in &components.found {
        match kind.as_str() {
            "BODY" => {
                if component.get("text").is_some() {
                    return refused("WhatsApp writes the body: leave out its text.");
                }
                component.optional_bool("add_security_recommendation")?;
            }
            "FOOTER" => footer(component)?,
            "BUTTONS" => buttons(component)?,
            other => {
                return refused(&format!(
                    "An authentication template cannot have a {other} component."
                ));
            }
        }
    }
    for needed in ["BODY", "BUTTONS"] {
        if components.get(needed).is_none() {
            return refused(&format!(
                "An authentication template needs a {needed} component."
            ));
        }
    }
    Ok(())
}

fn footer(footer: &Fields<'_>) -> Result<(), GraphError> {
    match footer.optional_integer("code_expiration_minutes")? {
        Some(minutes) if EXPIRATION.contains(&minutes) => Ok(()),
        Some(_) => Err(plain(
            "Invalid authentication template",
            "code_expiration_minutes must be from 1 to 90.",
        )),
        None => Err(footer.missing("code_expiration_minutes")),
    }
}

fn buttons(component: &Fields<'_>) -> Result<(), GraphError> {
    for (place, button) in component.list("buttons", 1..=1)?.iter().enumerate() {
        let button = component.item("buttons", place, button)?;
        let kind = upper(&button, "type")?;
        if kind != "OTP" {
            return Err(plain(
                "Invalid authentication template",
                "The button of an authentication template has the type OTP.",
            ));
        }
        let otp = upper(&button, "otp_type")?;
        match otp.as_str() {
            "COPY_CODE" => {}
            "ONE_TAP" | "ZERO_TAP" => {
                for (place, app) in button.list("supported_apps", 1..=5)?.iter().enumerate() {
                    let app = button.item("supported_apps", place, app)?;
                    app.text("package_name")?;
                    app.text("signature_hash")?;
                }
            }
            _ => {
                return Err(GraphError::parameter(format!(
                    "Param {} must be one of {{COPY_CODE, ONE_TAP, ZERO_TAP}} - got \"{otp}\".",
                    button.path_of("otp_type")
                )));
            }
        }
    }
    Ok(())
}
