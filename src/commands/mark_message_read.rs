//! `mark-message-read`: shows the customer that a message was read.

use super::client::{Call, Session, post_json};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MarkMessageReadRequest, MessageRead,
};
use crate::cloud_api::{INVALID_PARAMETER, MessageId, Purpose, ReadMark};
use uip_kit::failure::advise;
use uip_kit::http::Part;

/// For a message that WhatsApp does not mark.
const ADVICE: &str = "Give the id of a message that a customer sent to this business number in \
                      the last 30 days: messages[0].id of its event.";

/// Marks a message as read, and all earlier ones of its conversation.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is marked.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn mark_message_read(request: MarkMessageReadRequest) -> Result<MessageRead, CommandError> {
    let session = Session::open()?;
    let mark = ReadMark {
        message_id: MessageId::parse("messageId", &request.message_id)?,
        typing: request.typing.unwrap_or_default(),
    };
    let body = mark.json();
    let parts = [Part::Text(&body)];
    let path = format!(
        "{}/messages",
        session.configuration.phone_number_id.as_str()
    );
    let call = Call {
        purpose: Purpose::Mark,
        ..Call::new(post_json(&parts), &path)
    };
    session
        .carry_out(&call)
        .map_err(|error| advise(error, INVALID_PARAMETER, ADVICE))?;
    Ok(MessageRead {
        message_id: mark.message_id.as_str().to_owned(),
        typing: mark.typing,
    })
}
