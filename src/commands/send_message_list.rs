//! `send-message-list`: a text with a list to choose from.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{CommandError, ListMessage, MessageSent};
use crate::cloud_api::{Content, Interactive};

/// Sends a text with a list to choose from.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_list(mut request: ListMessage) -> Result<MessageSent, CommandError> {
    let envelope = sending::Envelope {
        phone_number: std::mem::take(&mut request.phone_number),
        reply_to: request.reply_to.take(),
        callback_data: request.callback_data.take(),
    };
    sending::send_content(
        &envelope,
        Interactive::list(request).map(Content::Interactive),
    )
}
