//! `mark-message-read`: shows the customer that a message was read.

use super::client::{Call, Session, post};
use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    CommandError, MarkMessageReadRequest, MessageRead,
};
use crate::twilio_api::{Purpose, message_sid};
use uip_kit::field::refuse;
use uip_kit::http::Part;
use uip_kit::json::ObjectWriter;

/// Marks a message as read, and shows a typing indicator.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is marked.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn mark_message_read(request: MarkMessageReadRequest) -> Result<MessageRead, CommandError> {
    let session = Session::open()?;
    let id = message_sid(&request.message_id)?;
    if request.typing != Some(true) {
        return Err(refuse(
            "typing-required",
            "Twilio marks a message as read only together with a typing indicator, and the field \
             typing is not true.",
            "Set typing to true: the customer sees the indicator until the next message, for at \
             most 25 seconds.",
        ));
    }
    let body = ObjectWriter::new()
        .text("channel", "WHATSAPP")
        .text("messageId", id.as_str())
        .finish();
    let parts = [Part::Text(&body)];
    let action = post("application/json", &parts);
    let host = &session.access.hosts.messaging;
    let call = Call {
        purpose: Purpose::Mark,
        ..Call::new(action, host, "/v3/Indicators/Typing.json")
    };
    session.call(&call, |answer, _| {
        answer.boolean("success").filter(|success| *success)
    })?;
    Ok(MessageRead {
        message_id: id.as_str().to_owned(),
        typing: true,
    })
}
