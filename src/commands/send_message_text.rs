//! `send-message-text`: a text message.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MessageSent, SendMessageTextRequest,
};
use crate::cloud_api::{CallbackData, Content, Message, MessageId, Recipient, Text};

/// Sends a text message.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_text(request: SendMessageTextRequest) -> Result<MessageSent, CommandError> {
    let configuration = sending::configuration()?;
    let message = Message {
        recipient: Recipient::parse(
            &request.phone_number,
            configuration.default_country_code.as_ref(),
        )?,
        content: Content::Text {
            body: Text::parse(request.message)?,
            preview_url: request.preview_url,
        },
        reply_to: MessageId::parse_optional("replyTo", request.reply_to.as_deref())?,
        callback_data: CallbackData::parse_optional(request.callback_data.as_deref())?,
    };
    sending::send(&configuration, &message)
}
