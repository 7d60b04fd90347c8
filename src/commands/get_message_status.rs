//! `get-message-status`: what became of a message.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, GetMessageStatusRequest, MessageHistory,
};
use crate::cloud_api::{MessageId, connection, message_history};

/// Reads what became of a message.
///
/// # Errors
/// As `command-error` describes. A message that WhatsApp does not know is none.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn get_message_status(
    request: GetMessageStatusRequest,
) -> Result<MessageHistory, CommandError> {
    let session = Session::open()?;
    let id = MessageId::parse("messageId", &request.message_id)?;
    let path = message_history::path(&session.configuration.phone_number_id, &id);
    session
        .call(&Call::get(&path), |answer| {
            message_history::read(answer, &id)
        })
        .map_err(|error| connection::mend_request(error, "phoneNumberId"))
}
