//! Calls the person on duty.

use crate::bindings::bakery::carrier::messages;
use crate::bindings::bakery::staff::on_duty;
use crate::bindings::exports::uip::whatsapp::events::EventError;
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
    let message = format!("Please look after a customer. {what}");
    let fate = send(|callback_data| messages::text(&phone_number, &message, None, &callback_data));
    match fate {
        Fate::Arrived | Fate::NoWord => Ok(()),
        Fate::Failed(why) => Err(refused(what, &why)),
    }
}

fn refused(what: &str, why: &str) -> EventError {
    EventError::Refused(format!("nobody could be called ({why}): {what}"))
}
