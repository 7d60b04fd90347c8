//! `send-message-raw`: any message object of the Cloud API.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{CommandError, MessageSent, RawMessage};
use crate::cloud_api::{Content, RawContent};

/// Sends a message that the request gives as JSON.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_raw(mut request: RawMessage) -> Result<MessageSent, CommandError> {
    let envelope = sending::Envelope {
        phone_number: std::mem::take(&mut request.phone_number),
        reply_to: request.reply_to.take(),
        callback_data: request.callback_data.take(),
    };
    sending::send_content(
        &envelope,
        RawContent::parse(&request.payload).map(Content::Raw),
    )
}
