//! `send-message-shorthand`: a template written as one string.
//!
//! It is a command of its own, so that a customer's words that a flow repeats
//! by `send-message-text` can never become a template.

use super::sending::{self, Envelope};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MessageSent, SendMessageShorthandRequest,
};
use crate::cloud_api::{Content, shorthand_template};

/// Sends a template.
///
/// # Errors
/// As `command-error` describes; a mistake in the string is a permanent
/// failure that names its place, and nothing is sent.
pub fn send_message_shorthand(
    request: SendMessageShorthandRequest,
) -> Result<MessageSent, CommandError> {
    let envelope = Envelope {
        phone_number: request.phone_number,
        reply_to: request.reply_to,
        callback_data: request.callback_data,
    };
    sending::send_content(
        &envelope,
        shorthand_template(&request.text).map(Content::Template),
    )
}
