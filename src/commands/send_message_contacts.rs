//! `send-message-contacts`: contact cards.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, ContactsMessage, MessageSent,
};
use crate::cloud_api::{Contacts, Content};

/// Sends contact cards.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_contacts(request: ContactsMessage) -> Result<MessageSent, CommandError> {
    sending::send_content(
        &sending::Envelope {
            phone_number: request.phone_number,
            reply_to: request.reply_to,
            callback_data: request.callback_data,
        },
        Contacts::parse(&request.contacts).map(Content::Contacts),
    )
}
