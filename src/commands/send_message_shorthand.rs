//! `send-message-shorthand`: a template written as one string. It is a command
//! of its own, so that a customer's words that a flow repeats by
//! `send-message-text` can never become a template.

use super::client::Session;
use super::senders::{Envelope, message};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MessageSent, ShorthandMessage,
};
use crate::cloud_api::{Content, shorthand_template};
use crate::configuration::{self, template_language};

/// Sends the template.
///
/// # Errors
/// As `command-error` describes; a mistake in the string is a permanent failure,
/// and nothing is sent.
pub fn send_message_shorthand(request: ShorthandMessage) -> Result<MessageSent, CommandError> {
    let properties = configuration::properties()?;
    let session = Session::of(&properties)?;
    let language = template_language(&properties)?;
    let envelope = Envelope {
        phone_number: request.phone_number,
        reply_to: request.reply_to,
        callback_data: request.callback_data,
        ..Envelope::default()
    };
    let content = shorthand_template(&request.text, language).map(Content::Template);
    session.send(&message(&session, &envelope, content)?)
}
