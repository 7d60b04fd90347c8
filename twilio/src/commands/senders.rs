//! The commands that send a message and do nothing else: each says what the
//! message's content is.

use super::client::Session;
use crate::bindings::exports::uip::whatsapp_twilio::commands as contract;
use crate::bindings::uip::whatsapp_twilio::messages::MessageSent;
use crate::configuration::{Sending, properties};
use crate::twilio_api::message::{self, CallbackData, Content};
use uip_kit::CommandError;
use uip_kit::recipient::Recipient;

/// A text message.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent failure,
/// and nothing is sent.
pub fn send_message_text(request: contract::TextMessage) -> Result<MessageSent, CommandError> {
    send(
        &request.phone_number,
        request.callback_data.as_deref(),
        message::text(request.message),
    )
}

/// Sends a message with this content, once, if every field of the request is
/// right. Of several mistakes the first is reported, the configuration's before
/// the request's.
fn send(
    phone_number: &str,
    callback_data: Option<&str>,
    content: Result<Content, CommandError>,
) -> Result<MessageSent, CommandError> {
    let properties = properties()?;
    let session = Session::of(&properties)?;
    let sending = Sending::parse(&properties)?;
    let recipient = recipient(phone_number, &sending)?;
    let content = content?;
    let callback_data = CallbackData::parse_optional(callback_data)?;
    session.send(&sending, &recipient, &content, callback_data.as_ref())
}

/// To whom: as events have it, with `whatsapp:` before it or without.
fn recipient(phone_number: &str, sending: &Sending) -> Result<Recipient, CommandError> {
    let number = phone_number.trim();
    let number = number.strip_prefix("whatsapp:").unwrap_or(number);
    Recipient::parse(number, sending.default_country_code.as_ref())
}
