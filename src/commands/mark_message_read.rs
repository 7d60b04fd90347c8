//! `mark-message-read`: shows the customer that a message was read.

use super::calling;
use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MarkMessageReadRequest, MessageRead,
};
use crate::cloud_api::{INVALID_PARAMETER, MessageId, Purpose, ReadMark};
use crate::failure::advise;
use crate::json::Object;
use crate::transport::{Action, Body};

/// For a message that WhatsApp does not mark.
const ADVICE: &str = "Give the id of a message that a customer sent to this business number at most 30 days ago, as \
                      messages[0].id of the event has it.";

/// Marks a message as read, and all earlier ones of its conversation.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is marked.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn mark_message_read(request: MarkMessageReadRequest) -> Result<MessageRead, CommandError> {
    let configuration = sending::configuration()?;
    let mark = ReadMark {
        message_id: MessageId::parse("messageId", &request.message_id)?,
        typing: request.typing.unwrap_or_default(),
    };
    let body = mark.json();
    let action = Action::Post(Body {
        content_type: "application/json",
        parts: &[body.as_bytes()],
    });
    let path = format!("{}/messages", configuration.phone_number_id.as_str());
    let done = |answer: &Object<'_>| answer.boolean("success").filter(|success| *success);
    calling::ask_for(Purpose::Mark, &configuration, action, &path, done)
        .map_err(|error| advise(error, INVALID_PARAMETER, ADVICE))?;
    Ok(MessageRead {
        message_id: mark.message_id.as_str().to_owned(),
        typing: mark.typing,
    })
}
