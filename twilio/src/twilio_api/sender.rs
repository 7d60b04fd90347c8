//! The WhatsApp senders of an account.

use crate::bindings::uip::whatsapp_twilio::account::ConnectionTested;
use uip_kit::failure::one_line;
use uip_kit::json::{Object, Raw};
use uip_kit::phone_number::PhoneNumber;
use uip_kit::refusal::{Refusal, refuse_property as refuse};

/// Where they are listed.
pub const PATH: &str = "/v2/Channels/Senders";

/// The number of Twilio's sandbox, which is no sender of any account.
const SANDBOX: &str = "+14155238886";

/// The senders in an answer that has them.
pub fn list<'a>(answer: &Object<'a>) -> Option<Vec<Object<'a>>> {
    let senders = answer.get("senders")?.items()?;
    Some(senders.filter_map(Raw::object).collect())
}

/// Whether this is the sender with the number.
pub fn is(sender: &Object<'_>, number: &PhoneNumber) -> bool {
    let id = sender.text("sender_id");
    id.is_some_and(|id| id.strip_prefix("whatsapp:") == Some(number.as_str()))
}

/// What Twilio says of a sender.
pub fn read(sender: &Object<'_>, number: &PhoneNumber) -> ConnectionTested {
    let text = |object: &str, name: &str| {
        let object = sender.object(object)?;
        object.text(name).filter(|text| !text.is_empty())
    };
    ConnectionTested {
        phone_number: Some(number.as_str().to_owned()),
        verified_name: text("profile", "name"),
        quality_rating: text("properties", "quality_rating"),
        messaging_limit: text("properties", "messaging_limit"),
        number_status: sender.text("status"),
        callback_url: text("webhook", "callback_url"),
    }
}

/// A sender that can send: `ONLINE`, also while its profile is being changed.
///
/// # Errors
/// A permanent failure that names its state.
pub fn usable(tested: ConnectionTested) -> Result<ConnectionTested, Refusal> {
    let state = tested.number_status.as_deref().unwrap_or_default();
    if state == "ONLINE" || state.starts_with("ONLINE:") {
        return Ok(tested);
    }
    Err(refuse(
        "sender-not-online",
        &format!(
            "The WhatsApp sender in the property from is not online: its state is {}.",
            match state {
                "" => "unknown".to_owned(),
                state => one_line(state, 60),
            }
        ),
        "See the sender in Twilio's console under Messaging, Senders, WhatsApp senders.",
    ))
}

/// What is known of a number that is no sender of the account.
///
/// # Errors
/// A permanent failure, unless it is the sandbox's.
pub fn absent(number: &PhoneNumber) -> Result<ConnectionTested, Refusal> {
    if number.as_str() == SANDBOX {
        return Ok(ConnectionTested {
            phone_number: Some(SANDBOX.to_owned()),
            number_status: Some("SANDBOX".to_owned()),
            ..nothing()
        });
    }
    Err(refuse(
        "sender-not-found",
        &format!(
            "The number {} in the property from is not a WhatsApp sender of this account.",
            number.as_str()
        ),
        "Copy the number of a sender from Twilio's console under Messaging, Senders, WhatsApp \
         senders. A sender of another account or subaccount needs that one's accountSid.",
    ))
}

/// What is known where a Messaging Service chooses the sender.
pub fn nothing() -> ConnectionTested {
    ConnectionTested {
        phone_number: None,
        verified_name: None,
        quality_rating: None,
        messaging_limit: None,
        number_status: None,
        callback_url: None,
    }
}

/// Whether Twilio calls this URL, but for the part that says how it connects.
///
/// # Errors
/// A permanent failure when it calls another or none. It does not repeat a URL,
/// which may have a password.
pub fn calls(tested: ConnectionTested, url: &str) -> Result<ConnectionTested, Refusal> {
    let place = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    let what = match &tested.callback_url {
        Some(called) if place(called) == place(url) => return Ok(tested),
        Some(_) => "another URL than the one in the property webhookUrl",
        None => "no URL",
    };
    Err(refuse(
        "webhook-differs",
        &format!("Twilio calls {what} when a customer writes to this number."),
        "In Twilio's console, set the sender's webhook URL for incoming messages to the one in \
         webhookUrl, with the method HTTP POST.",
    ))
}
