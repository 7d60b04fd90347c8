//! `/{phone number id}/request_code`, `/verify_code`, `/register` and `/deregister`.
//!
//! Sources: Meta's pages "Registration" (2025-11-04) and "Phone numbers", and "Error codes" for 133xxx. The
//! codes 136024 and 136025 are from public reports.

use serde_json::{Value, json};

use crate::graph::call::Call;
use crate::graph::fields::Fields;
use crate::graph::messages;
use crate::model::GraphError;
use crate::model::account::{Registration, VerificationCode};
use crate::model::world::World;

/// Where WhatsApp keeps messages at rest for numbers with local storage.
const REGIONS: [&str; 14] = [
    "AE", "AU", "BH", "BR", "CA", "CH", "DE", "GB", "ID", "IN", "JP", "KR", "SG", "ZA",
];

/// Sends a code to the number, by SMS or by a call.
pub(in crate::graph) fn request_code(world: &World, call: &Call) -> Result<Value, GraphError> {
    let method = needed(call, "code_method")?.to_uppercase();
    if !matches!(method.as_str(), "SMS" | "VOICE") {
        return Err(GraphError::parameter(format!(
            "Param code_method must be one of {{SMS, VOICE}} - got \"{method}\"."
        )));
    }
    let language = needed(call, "language")?;
    world.change(|state| {
        if state.account.registration.verified {
            // Meta does not document this refusal.
            return Err(GraphError::new(136_024).details("The phone number is already verified."));
        }
        let digits = state.ids.object();
        let code: String = digits.chars().rev().take(6).collect();
        tracing::info!("verification code {code} sent by {method}");
        state.account.registration.code = Some(VerificationCode {
            code,
            method,
            language,
        });
        Ok(json!({"success": true}))
    })
}

/// Takes the code back.
pub(in crate::graph) fn verify_code(world: &World, call: &Call) -> Result<Value, GraphError> {
    let given = needed(call, "code")?;
    world.change(|state| {
        let registration = &mut state.account.registration;
        let details = match &registration.code {
            None => "No code was requested.",
            Some(sent) if sent.code != given => "The code does not match the one that was sent.",
            Some(_) => {
                registration.verified = true;
                registration.code = None;
                return Ok(json!({"success": true}));
            }
        };
        Err(GraphError::new(136_025).details(details))
    })
}

/// Registers the number with the PIN of two-step verification, or sets the PIN if there was none.
pub(in crate::graph) fn register(world: &World, call: &Call) -> Result<Value, GraphError> {
    let request = call.object();
    messages::check_product(&request)?;
    let fields = Fields::top(&request);
    let pin = needed(call, "pin")?;
    if pin.len() != 6 || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(GraphError::parameter(
            "Param pin must be a string of 6 digits.",
        ));
    }
    if let Some(region) = fields.optional_text("data_localization_region")?
        && !REGIONS.contains(&region)
    {
        return Err(GraphError::parameter(format!(
            "Param data_localization_region must be one of {{{}}} - got \"{region}\".",
            REGIONS.join(", ")
        )));
    }
    world.change(|state| {
        let now = state.clock.seconds();
        let registration = &mut state.account.registration;
        count(registration, now)?;
        if !registration.verified {
            return Err(GraphError::new(133_006)
                .details("The phone number needs to be verified before registering."));
        }
        if registration.pin.as_ref().is_some_and(|set| *set != pin) {
            return Err(GraphError::new(133_005).details("The two-step verification PIN is wrong."));
        }
        registration.registered = true;
        registration.pin = Some(pin);
        tracing::info!("the number is registered");
        Ok(json!({"success": true}))
    })
}

/// After this the number cannot send. Its verification and its PIN remain.
pub(in crate::graph) fn deregister(world: &World) -> Result<Value, GraphError> {
    world.change(|state| {
        let now = state.clock.seconds();
        let registration = &mut state.account.registration;
        count(registration, now)?;
        if !registration.registered {
            return Err(GraphError::new(133_010));
        }
        registration.registered = false;
        tracing::info!("the number is no longer registered");
        Ok(json!({"success": true}))
    })
}

fn count(registration: &mut Registration, now: u64) -> Result<(), GraphError> {
    if registration.count(now) {
        Ok(())
    } else {
        Err(GraphError::new(133_016)
            .details("Too many attempts to register or deregister this phone number in 72 hours."))
    }
}

/// A parameter from the body or the query, as text.
fn needed(call: &Call, key: &str) -> Result<String, GraphError> {
    call.parameter(key)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| GraphError::parameter(format!("The parameter {key} is required.")))
}
