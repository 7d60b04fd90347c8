//! Calls the person on duty.

use crate::bindings::bakery::staff::on_duty;
use crate::bindings::exports::uip::whatsapp::events::EventError;
use crate::bindings::uip::whatsapp::commands::{TextMessage, send_message_text};
use crate::send::{Fate, send};

/// Writes to the person on duty, and waits until it has arrived. Possible
/// while that person has written to the business within 24 hours; otherwise
/// send a template of your own instead.
///
/// # Errors
/// `refused` when nobody is on duty or the message does not arrive. It is not
/// escalated further: the workflow ends with an error, which Obelisk shows.
pub fn call_a_person(what: &str) -> Result<(), EventError> {
    let phone_number = on_duty::phone_number().map_err(|why| refused(what, &why))?;
    let fate = send(|callback_data| {
        send_message_text(&TextMessage {
            phone_number: phone_number.clone(),
            message: format!("Please look after a customer. {what}"),
            preview_url: None,
            direct_send: None,
            recipient_identity_key_hash: None,
            reply_to: None,
            callback_data: Some(callback_data),
        })
    });
    match fate {
        Fate::Arrived | Fate::NoWord => Ok(()),
        Fate::Failed(why) => Err(refused(what, &why)),
    }
}

fn refused(what: &str, why: &str) -> EventError {
    EventError::Refused(format!("nobody could be called ({why}): {what}"))
}
