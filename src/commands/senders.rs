//! The commands that send a message and do nothing else: each says what the
//! message's content is.

use super::client::Session;
use crate::bindings::exports::uip::whatsapp::commands as contract;
use crate::bindings::uip::whatsapp::outgoing::{self, MessageSent};
use crate::cloud_api::{
    CallbackData, Contacts, Content, DirectSend, IdentityKeyHash, Interactive, Location,
    MediaContent, Message, MessageId, RawContent, Recipient, Refusal, StoredFile, Text,
    link_instead,
};
use crate::configuration;
use uip_kit::CommandError;
use uip_kit::clock;

/// The fields that all requests for a message have, and those that some have.
#[derive(Default)]
pub struct Envelope {
    /// The field `phoneNumber`.
    pub phone_number: String,
    /// The field `replyTo`.
    pub reply_to: Option<String>,
    /// The field `callbackData`.
    pub callback_data: Option<String>,
    /// The field `recipientIdentityKeyHash`.
    pub recipient_identity_key_hash: Option<String>,
    /// The field `directSend`.
    pub direct_send: Option<outgoing::DirectSend>,
}

/// For each line `command(request: Type) => content` a function that sends a
/// message with this content to whom the request names. A line with
/// `request: Type with field` takes that field of the envelope from the request,
/// too.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
macro_rules! senders {
    ($(
        $(#[$doc:meta])*
        $command:ident($request:ident: $type:ident $(with $($field:ident)+)?) => $content:expr;
    )*) => {$(
        $(#[$doc])*
        pub fn $command(mut $request: contract::$type) -> Result<MessageSent, CommandError> {
            #[allow(unused_mut)]
            let mut envelope = Envelope {
                phone_number: std::mem::take(&mut $request.phone_number),
                reply_to: $request.reply_to.take(),
                callback_data: $request.callback_data.take(),
                ..Envelope::default()
            };
            $($(envelope.$field = $request.$field.take();)+)?
            send(&envelope, $content)
        }
    )*};
}

senders! {
    /// A text message.
    send_message_text(request: TextMessage with recipient_identity_key_hash direct_send) => {
        Text::parse(request.message, request.preview_url).map(Content::Text)
    };
    /// A picture, a video, sound, a document or a sticker.
    send_message_media(request: MediaMessage with recipient_identity_key_hash) => {
        media(request)
    };
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
    send_message_buttons(request: ButtonsMessage with direct_send) => {
        Interactive::buttons(request).map(Content::Interactive)
    };
    /// A text with a list to choose from.
    send_message_list(request: ListMessage) => {
        Interactive::list(request).map(Content::Interactive)
    };
    /// A text with a button that opens a web page.
    send_message_link(request: LinkMessage with direct_send) => {
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
    /// A text with cards to swipe through.
    send_message_carousel(request: CarouselMessage) => {
        Interactive::carousel(request).map(Content::Interactive)
    };
    /// One product, a list of products, or the whole catalogue.
    send_message_products(request: ProductsMessage) => {
        Interactive::products(request).map(Content::Interactive)
    };
    /// A text with a button that shares the customer's phone number.
    send_message_contact_request(request: ContactRequestMessage) => {
        Interactive::contact_request(request).map(Content::Interactive)
    };
    /// Any message object of the Cloud API, given as JSON.
    send_message_raw(request: RawMessage) => {
        RawContent::parse(&request.payload).map(Content::Raw)
    };
}

fn media(mut request: contract::MediaMessage) -> Result<Content, Refusal> {
    if let Some(file) = StoredFile::parse(&request)? {
        let storage = configuration::storage(&configuration::properties()?)?;
        let link = file.link(&storage, clock::unix_milliseconds() / 1000)?;
        request.link = Some(link);
    }
    let text = link_instead(&request)?;
    let content = MediaContent::parse(request)?;
    Ok(text.map_or(Content::Media(content), Content::Text))
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
        identity: IdentityKeyHash::parse_optional(envelope.recipient_identity_key_hash.as_deref())?,
        content: content?,
        direct_send: envelope
            .direct_send
            .as_ref()
            .map(DirectSend::parse)
            .transpose()?,
        reply_to: MessageId::parse_optional("replyTo", envelope.reply_to.as_deref())?,
        callback_data: CallbackData::parse_optional(envelope.callback_data.as_deref())?,
    };
    message.check()?;
    if let Some(end) = message.offer_end() {
        end.check(clock::unix_milliseconds())?;
    }
    Ok(message)
}
