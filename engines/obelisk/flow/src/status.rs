//! Gives a status to the workflow that waits for it.

use crate::bindings::exports::uip::whatsapp::events::{EventError, Status, StatusChangedEvent};
use crate::escalation;
use crate::tracking::Waiting;

/// Tells the workflow that sent the message. When it failed and no workflow
/// waits for it, the person on duty is told: another system may have sent it.
///
/// # Errors
/// `refused` when nobody could be called.
pub fn status_changed(event: &StatusChangedEvent) -> Result<(), EventError> {
    let status = &event.status;
    if status.status_type.is_some() {
        return Ok(());
    }
    let waiting = status.callback_data.as_deref().and_then(Waiting::parse);
    if let Some(waiting) = &waiting {
        waiting.has_left();
    }
    match status.status.as_str() {
        "delivered" | "read" | "played" => {
            if let Some(waiting) = &waiting {
                waiting.has_arrived();
            }
            Ok(())
        }
        "failed" => {
            let why = reason(status);
            if waiting.is_some_and(|waiting| waiting.has_failed(&why)) {
                return Ok(());
            }
            let customer = status.recipient_id.as_deref().unwrap_or("a customer");
            escalation::call_a_person(&format!("{customer} did not get our message: {why}"))
        }
        _ => Ok(()),
    }
}

/// Why a message failed, in WhatsApp's words.
fn reason(status: &Status) -> String {
    let Some(error) = status.errors.first() else {
        return "WhatsApp gives no reason".to_owned();
    };
    let code = error.code.map(|code| code.to_string()).unwrap_or_default();
    let title = error.title.as_deref().unwrap_or_default();
    let details = error.details.as_deref().unwrap_or_default();
    format!("{code} {title}: {details}")
}
