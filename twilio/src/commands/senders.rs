//! The commands that send a message and do nothing else: each says what the
//! message's content is.

use super::client::Session;
use crate::bindings::exports::uip::whatsapp_twilio::commands as contract;
use crate::bindings::uip::whatsapp_twilio::messages::MessageSent;
use crate::configuration::{self, Sending, properties};
use crate::twilio_api::message::{self, CallbackData, Content};
use uip_kit::CommandError;
use uip_kit::clock;
use uip_kit::recipient::Recipient;
use uip_kit::refusal::Refusal;

/// For each line `command(request: Type) => content` a function that sends a
/// message with this content to whom the request names.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
macro_rules! senders {
    ($($(#[$doc:meta])* $command:ident($request:ident: $type:ident) => $content:expr;)*) => {$(
        $(#[$doc])*
        pub fn $command(mut $request: contract::$type) -> Result<MessageSent, CommandError> {
            let phone_number = std::mem::take(&mut $request.phone_number);
            let callback_data = $request.callback_data.take();
            send(&phone_number, callback_data.as_deref(), $content)
        }
    )*};
}

senders! {
    /// A text message.
    send_message_text(request: TextMessage) => message::text(request.message);
    /// A picture, a video, sound, a document or a sticker.
    send_message_media(request: MediaMessage) => media(request);
    /// A place on the map.
    send_message_location(request: LocationMessage) => message::location(request);
    /// Any parameters of Twilio's, given as JSON.
    send_message_raw(request: RawMessage) => message::raw(&request.payload);
}

fn media(request: contract::MediaMessage) -> Result<Content, Refusal> {
    let link = match message::stored_file(&request)? {
        Some(file) => {
            let storage = configuration::storage(&properties()?)?;
            Some(file.link(&storage, clock::unix_milliseconds() / 1000)?)
        }
        None => None,
    };
    message::media(request, link)
}

/// Sends a message with this content, once, if every field of the request is
/// right. Of several mistakes the first is reported, the configuration's before
/// the request's.
fn send(
    phone_number: &str,
    callback_data: Option<&str>,
    content: Result<Content, Refusal>,
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
///
/// # Errors
/// A permanent failure when it is neither a number nor a user id.
pub fn recipient(phone_number: &str, sending: &Sending) -> Result<Recipient, CommandError> {
    let number = phone_number.trim();
    let number = number.strip_prefix("whatsapp:").unwrap_or(number);
    Recipient::parse(number, sending.default_country_code.as_ref())
}
