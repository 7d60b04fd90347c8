//! `send-message-location-request`: asks the customer for a place.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, LocationRequestMessage, MessageSent,
};
use crate::cloud_api::{Content, Interactive};

/// Sends a text with a button that shares a place.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_location_request(
    mut request: LocationRequestMessage,
) -> Result<MessageSent, CommandError> {
    let envelope = sending::Envelope {
        phone_number: std::mem::take(&mut request.phone_number),
        reply_to: request.reply_to.take(),
        callback_data: request.callback_data.take(),
    };
    sending::send_content(
        &envelope,
        Interactive::location_request(request.body).map(Content::Interactive),
    )
}
