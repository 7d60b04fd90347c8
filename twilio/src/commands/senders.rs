//! The commands that send a message and do nothing else: each says what the
//! message's content is.

use super::delivery::Delivery;
use crate::bindings::exports::uip::whatsapp_twilio::commands as contract;
use crate::bindings::uip::whatsapp_twilio::outgoing::MessageSent;
use crate::configuration::{self, properties};
use crate::twilio_api::message::{self, Content};
use uip_kit::CommandError;
use uip_kit::clock;
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
            let delivery = Delivery::open(&phone_number, callback_data.as_deref())?;
            delivery.send(&$content?)
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
