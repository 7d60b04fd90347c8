//! `/v2/Channels/Senders`: the WhatsApp sender and its webhooks. The number of Twilio's Sandbox for WhatsApp is not
//! one of the account's senders.

use http::Method;
use serde_json::{Value, json};

use super::Done;
use super::call::Call;
use super::paging::Page;
use crate::model::twilio::{TwilioError, address};
use crate::model::world::{State, World};

pub(super) fn list(world: &World, call: &Call) -> Result<Done, TwilioError> {
    if call.method != Method::GET {
        return Err(TwilioError::new(20_004));
    }
    let page = Page::read(call)?;
    let senders = match call.query("Channel") {
        Some("whatsapp") => world.look(|state| {
            let sid = state.twilio.sender_sid.clone();
            vec![(sid, shown(world, call, state))]
        }),
        Some("rcs") => Vec::new(),
        _ => return Err(TwilioError::invalid("Channel must be whatsapp or rcs.")),
    };
    Ok(Done::Json(
        200,
        page.of_newer("senders", senders, &world.settings),
    ))
}

/// Reads the sender, or changes its webhooks.
pub(super) fn one(world: &World, call: &Call, sid: &str) -> Result<Done, TwilioError> {
    if world.look(|state| state.twilio.sender_sid != sid) {
        return Err(call.not_found());
    }
    match call.method {
        Method::GET => Ok(Done::Json(
            200,
            world.look(|state| shown(world, call, state)),
        )),
        Method::POST => {
            let request = call.json()?;
            let webhook = request.get("webhook").unwrap_or(&Value::Null);
            let changed = world.change(|state| {
                let callbacks = &mut state.twilio.callbacks;
                for (key, url) in [
                    ("callback_url", &mut callbacks.message),
                    ("fallback_url", &mut callbacks.fallback),
                    ("status_callback_url", &mut callbacks.status),
                ] {
                    if let Some(given) = webhook[key].as_str() {
                        *url = Some(given.to_owned()).filter(|given| !given.is_empty());
                    }
                }
                shown(world, call, state)
            });
            Ok(Done::Json(202, changed))
        }
        _ => Err(TwilioError::new(20_004)),
    }
}

fn shown(world: &World, call: &Call, state: &State) -> Value {
    let settings = &world.settings;
    let (sid, callbacks) = (&state.twilio.sender_sid, &state.twilio.callbacks);
    let url = |url: &Option<String>| url.clone().unwrap_or_default();
    json!({
        "sid": sid,
        "status": "ONLINE",
        "sender_id": address::of_number(&settings.twilio.number),
        "configuration": {
            "waba_id": settings.business_account_id,
            "verification_method": null,
            "verification_code": null,
            "voice_application_sid": null,
            "account_type": null,
        },
        "webhook": {
            "callback_url": url(&callbacks.message),
            "callback_method": "POST",
            "fallback_url": url(&callbacks.fallback),
            "fallback_method": "POST",
            "status_callback_url": url(&callbacks.status),
            "status_callback_method": "POST",
        },
        "profile": {
            "name": settings.verified_name,
            "about": state.account.profile.get("about"),
            "address": state.account.profile.get("address"),
            "description": state.account.profile.get("description"),
            "logo_url": "",
            "vertical": "Other",
            "websites": [],
            "emails": [],
            "banner_url": null,
            "privacy_url": null,
            "terms_of_service_url": null,
            "accent_color": null,
            "phone_numbers": null,
        },
        "compliance": null,
        "properties": {"quality_rating": "HIGH", "messaging_limit": "1K Customers/24hr"},
        "offline_reasons": null,
        "url": format!("{}/v2/Channels/Senders/{sid}", call.base(settings)),
    })
}
