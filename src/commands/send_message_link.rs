//! `send-message-link`: a text with a button that opens an address.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{CommandError, LinkMessage, MessageSent};
use crate::cloud_api::{Content, Interactive};

/// Sends a text with a button that opens an address.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_link(mut request: LinkMessage) -> Result<MessageSent, CommandError> {
    let envelope = sending::Envelope {
        phone_number: std::mem::take(&mut request.phone_number),
        reply_to: request.reply_to.take(),
        callback_data: request.callback_data.take(),
    };
    sending::send_content(
        &envelope,
        Interactive::link(request).map(Content::Interactive),
    )
}
