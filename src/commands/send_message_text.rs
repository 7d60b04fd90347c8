//! `send-message-text`: a text message.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MessageSent, SendMessageTextRequest,
};
use crate::cloud_api::{Content, Text};

/// Sends a text message.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_text(request: SendMessageTextRequest) -> Result<MessageSent, CommandError> {
    let preview_url = request.preview_url;
    let text = Text::parse(request.message);
    sending::send_content(
        &sending::Envelope {
            phone_number: request.phone_number,
            reply_to: request.reply_to,
            callback_data: request.callback_data,
        },
        text.map(|body| Content::Text { body, preview_url }),
    )
}
