//! `send-message-media`: a picture, a video, sound, a document or a sticker.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{CommandError, MediaMessage, MessageSent};
use crate::cloud_api::{Content, MediaContent};

/// Sends a media file.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_media(mut request: MediaMessage) -> Result<MessageSent, CommandError> {
    let envelope = sending::Envelope {
        phone_number: std::mem::take(&mut request.phone_number),
        reply_to: request.reply_to.take(),
        callback_data: request.callback_data.take(),
    };
    sending::send_content(&envelope, MediaContent::parse(request).map(Content::Media))
}
