//! Starts a workflow, unless it was started before.

use serde_json::{Value, json};

use crate::bindings::exports::uip::whatsapp::events::EventError;
use crate::bindings::obelisk::types::execution::{ExecutionId, Function, ScheduleJsonError};
use crate::bindings::obelisk::types::time::ScheduleAt;
use crate::bindings::obelisk::webhook::webhook_support::{
    GetStatusError, get_status, schedule_json,
};
use crate::execution_id::execution_id;

/// The interface that the workflow exports.
const EVENTS: &str = "uip:whatsapp/events@2.1.0";

/// Starts the workflow `function` for the event `event_id`.
///
/// Obelisk ends the endpoint with a trap when an execution id exists, so the
/// id is looked up first. When two copies of a notification come at the same
/// moment, one of them may still meet that trap: WhatsApp then gets 500,
/// repeats it, and the look-up finds the id.
///
/// # Errors
/// `refused` when Obelisk does not take the event: nothing was started, and
/// WhatsApp is asked to repeat the notification.
pub fn start(
    function: &str,
    event_id: &str,
    event: serde_json::Result<Value>,
) -> Result<(), EventError> {
    let id = ExecutionId {
        id: execution_id(function, event_id),
    };
    match get_status(&id, None) {
        Ok(_) => return Ok(()),
        Err(GetStatusError::NotFound) => {}
        Err(GetStatusError::ExecutionIdParsingError(why)) => return Err(refused(function, &why)),
    }
    let event = event.map_err(|error| refused(function, &error.to_string()))?;
    let workflow = Function {
        interface_name: EVENTS.to_owned(),
        function_name: function.to_owned(),
    };
    let parameters = json!([event]).to_string();
    schedule_json(&id, ScheduleAt::Now, &workflow, &parameters, None, None).map_err(|error| {
        let why = match error {
            ScheduleJsonError::FunctionNotFound => {
                "the deployment has no workflow that exports it".to_owned()
            }
            ScheduleJsonError::FfqnParsingError(why) | ScheduleJsonError::TypeCheckError(why) => {
                why
            }
        };
        refused(function, &why)
    })
}

fn refused(function: &str, why: &str) -> EventError {
    EventError::Refused(format!(
        "Obelisk did not start the workflow {EVENTS}.{function}: {why}"
    ))
}
