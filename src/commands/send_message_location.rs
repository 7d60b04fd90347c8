//! `send-message-location`: a place on the map.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, LocationMessage, MessageSent,
};
use crate::cloud_api::{Content, Location};

/// Sends a place.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_location(request: LocationMessage) -> Result<MessageSent, CommandError> {
    let location = Location::parse(
        "",
        request.latitude,
        request.longitude,
        request.name.as_deref(),
        request.address.as_deref(),
    );
    sending::send_content(
        &sending::Envelope {
            phone_number: request.phone_number,
            reply_to: request.reply_to,
            callback_data: request.callback_data,
        },
        location.map(Content::Location),
    )
}
