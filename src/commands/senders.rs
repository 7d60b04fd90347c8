//! The commands that send a message and do nothing else: each says what the
//! message's content is.

use super::client::Session;
use crate::bindings::exports::uip::whatsapp::commands as contract;
use crate::bindings::uip::whatsapp::outgoing::MessageSent;
use crate::cloud_api::{
    CallbackData, Contacts, Content, Interactive, Location, MediaContent, Message, MessageId,
    RawContent, Recipient, Refusal, Text,
};
use uip_kit::CommandError;
use uip_kit::clock;

/// The fields that all requests for a message have.
pub struct Envelope {
    /// The field `phoneNumber`.
    pub phone_number: String,
    /// The field `replyTo`.
    pub reply_to: Option<String>,
    /// The field `callbackData`.
    pub callback_data: Option<String>,
}

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
            let envelope = Envelope {
                phone_number: std::mem::take(&mut $request.phone_number),
                reply_to: $request.reply_to.take(),
                callback_data: $request.callback_data.take(),
            };
            send(&envelope, $content)
        }
    )*};
}

senders! {
    /// A text message.
    send_message_text(request: TextMessage) => {
        Text::parse(request.message, request.preview_url).map(Content::Text)
    };
    /// A picture, a video, sound, a document or a sticker.
    send_message_media(request: MediaMessage) => MediaContent::parse(request).map(Content::Media);
    /// A place on the map.
    send_message_location(request: LocationMessage) => {
        let (name, address) = (request.name.as_deref(), request.address.as_deref());
        Location::parse("", request.latitude, request.longitude, name, address)
            .map(Content::Location)
    };
    /// Contact cards.
    send_message_contacts(request: ContactsMessage) => {
        Contacts::parse(&request.contacts).map(Content::Contacts)
    };
    /// A text with reply buttons.
    send_message_buttons(request: ButtonsMessage) => {
        Interactive::buttons(request).map(Content::Interactive)
    };
    /// A text with a list to choose from.
    send_message_list(request: ListMessage) => {
        Interactive::list(request).map(Content::Interactive)
    };
    /// A text with a button that opens a web page.
    send_message_link(request: LinkMessage) => {
        Interactive::link(request).map(Content::Interactive)
    };
    /// A text with a button that opens a form.
    send_message_flow(request: FlowMessage) => {
        Interactive::flow(request).map(Content::Interactive)
    };
    /// A text with a button that shares the customer's location.
    send_message_location_request(request: LocationRequestMessage) => {
        Interactive::location_request(request.body).map(Content::Interactive)
    };
    /// Any message object of the Cloud API, given as JSON.
    send_message_raw(request: RawMessage) => {
        RawContent::parse(&request.payload).map(Content::Raw)
    };
}

/// Sends a message with this content, once, if every field of the request is
/// right. Of several mistakes the first is reported, the configuration's before
/// the request's.
fn send(
    envelope: &Envelope,
    content: Result<Content, Refusal>,
) -> Result<MessageSent, CommandError> {
    let session = Session::open()?;
    session.send(&message(&session, envelope, content)?)
}

/// The message with this content to whom the request names.
///
/// # Errors
/// A permanent failure when a field has a bad value, or an offer has ended.
pub fn message(
    session: &Session,
    envelope: &Envelope,
    content: Result<Content, Refusal>,
) -> Result<Message, CommandError> {
    let message = Message {
        recipient: Recipient::parse(
            &envelope.phone_number,
            session.configuration.default_country_code.as_ref(),
        )?,
        content: content?,
        reply_to: MessageId::parse_optional("replyTo", envelope.reply_to.as_deref())?,
        callback_data: CallbackData::parse_optional(envelope.callback_data.as_deref())?,
    };
    message.check_recipient()?;
    if let Some(end) = message.offer_end() {
        end.check(clock::unix_milliseconds())?;
    }
    Ok(message)
}
