//! `send-message-buttons`: a text with reply buttons.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    ButtonsMessage, CommandError, MessageSent,
};
use crate::cloud_api::{Content, Interactive};

/// Sends a text with reply buttons.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_buttons(mut request: ButtonsMessage) -> Result<MessageSent, CommandError> {
    let envelope = sending::Envelope {
        phone_number: std::mem::take(&mut request.phone_number),
        reply_to: request.reply_to.take(),
        callback_data: request.callback_data.take(),
    };
    sending::send_content(
        &envelope,
        Interactive::buttons(request).map(Content::Interactive),
    )
}
