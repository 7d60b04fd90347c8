//! `/2010-04-01/Accounts/{AccountSid}/Messages`.

mod body;
mod create;
mod list;
mod resource;
mod sender;

pub(super) use create::create;
pub(super) use list::list;

use super::Done;
use super::call::Call;
use crate::model::twilio::TwilioError;
use crate::model::twilio::messages::Status;
use crate::model::world::World;

pub(super) fn read(world: &World, call: &Call, sid: &str) -> Result<Done, TwilioError> {
    world.look(|state| {
        let message = state.twilio.messages.find(sid);
        let message = message.ok_or_else(|| call.not_found())?;
        Ok(Done::Json(200, resource::of(message, &world.settings)))
    })
}

/// Cancels a scheduled message (`Status=canceled`), or redacts its text (an empty `Body`).
pub(super) fn update(world: &World, call: &Call, sid: &str) -> Result<Done, TwilioError> {
    world.change(|state| {
        let now = state.clock.seconds();
        let message = state.twilio.messages.find_mut(sid);
        let message = message.ok_or_else(|| call.not_found())?;
        match call.form("Status") {
            None | Some("") => {}
            Some("canceled") if message.status == Status::Scheduled => {
                message.status = Status::Canceled;
                message.scheduled = None;
                message.updated_at = now;
            }
            Some("canceled") => return Err(TwilioError::new(30_409)),
            Some(other) => {
                return Err(TwilioError::invalid(format!(
                    "Status can only become canceled, not {other}."
                )));
            }
        }
        match call.form("Body") {
            None => {}
            Some("") => message.body.clear(),
            Some(_) => {
                return Err(TwilioError::invalid(
                    "Body can only be emptied, which redacts the message.",
                ));
            }
        }
        Ok(Done::Json(200, resource::of(message, &world.settings)))
    })
}

pub(super) fn delete(world: &World, call: &Call, sid: &str) -> Result<Done, TwilioError> {
    if world.change(|state| state.twilio.messages.remove(sid)) {
        Ok(Done::Deleted)
    } else {
        Err(call.not_found())
    }
}
