//! The message object, with its members as Meta names them.

use super::{Content, Message, Reaction};
use crate::bindings::uip::whatsapp::outgoing::MediaType;
use crate::cloud_api::request::contacts::Contacts;
use crate::cloud_api::request::direct_send::{Category, Config};
use crate::cloud_api::request::identity::IdentityKeyHash;
use crate::cloud_api::request::interactive::Interactive;
use crate::cloud_api::request::location::Location;
use crate::cloud_api::request::media_message::MediaObject;
use crate::cloud_api::request::message::callback_data::CallbackData;
use crate::cloud_api::request::message::raw_content::RawContent;
use crate::cloud_api::request::message_id::MessageId;
use crate::cloud_api::request::template::Template;
use crate::cloud_api::request::text::Text;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use uip_kit::json::to_string;
use uip_kit::phone_number::PhoneNumber;
use uip_kit::whatsapp::recipient::{Recipient, UserId};

const CONTEXT: &str = "context";
const CALLBACK_DATA: &str = "biz_opaque_callback_data";

/// The body of a request that sends a message. It has the one object that
/// `type` names.
#[derive(Default, Serialize)]
pub struct MessageObject<'a> {
    messaging_product: &'static str,
    recipient_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient: Option<&'a UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_identity_key_hash: Option<&'a IdentityKeyHash>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<Category>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    direct_send_config: Option<&'a Config>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Context<'a>>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a MediaObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    video: Option<&'a MediaObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audio: Option<&'a MediaObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a MediaObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sticker: Option<&'a MediaObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'a Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contacts: Option<&'a Contacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interactive: Option<&'a Interactive>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'a Template>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reaction: Option<&'a Reaction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    biz_opaque_callback_data: Option<&'a CallbackData>,
}

/// The object `context`: the message that is quoted.
#[derive(Serialize)]
struct Context<'a> {
    message_id: &'a MessageId,
}

/// The body of a request that sends `message`.
pub fn json(message: &Message) -> String {
    let mut object = MessageObject {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        recipient_identity_key_hash: message.identity.as_ref(),
        context: message
            .reply_to
            .as_ref()
            .map(|message_id| Context { message_id }),
        biz_opaque_callback_data: message.callback_data.as_ref(),
        ..MessageObject::default()
    };
    match &message.recipient {
        Recipient::PhoneNumber(number) => object.to = Some(number),
        Recipient::UserId(id) => object.recipient = Some(id),
    }
    if let Some(direct_send) = &message.direct_send {
        object.category = Some(direct_send.category);
        object.ttl_seconds = direct_send.ttl_seconds;
        object.direct_send_config = direct_send.config.as_ref();
    }
    match &message.content {
        Content::Text(it) => (object.kind, object.text) = ("text", Some(it)),
        Content::Media(it) => {
            let (kind, media) = match it.kind {
                MediaType::Image => ("image", &mut object.image),
                MediaType::Video => ("video", &mut object.video),
                MediaType::Audio => ("audio", &mut object.audio),
                MediaType::Document => ("document", &mut object.document),
                MediaType::Sticker => ("sticker", &mut object.sticker),
            };
            *media = Some(&it.object);
            object.kind = kind;
        }
        Content::Location(it) => (object.kind, object.location) = ("location", Some(it)),
        Content::Contacts(it) => (object.kind, object.contacts) = ("contacts", Some(it)),
        Content::Interactive(it) => (object.kind, object.interactive) = ("interactive", Some(it)),
        Content::Template(it) => (object.kind, object.template) = ("template", Some(it)),
        Content::Reaction(it) => (object.kind, object.reaction) = ("reaction", Some(it)),
        Content::Raw(raw) => return to_string(&RawMessageObject { object, raw }),
    }
    to_string(&object)
}

/// A message object with members that the request gives as JSON, instead of
/// `type` and what it names.
struct RawMessageObject<'a> {
    object: MessageObject<'a>,
    raw: &'a RawContent,
}

impl Serialize for RawMessageObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { object, raw } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("messaging_product", object.messaging_product)?;
        map.serialize_entry("recipient_type", object.recipient_type)?;
        if let Some(to) = &object.to {
            map.serialize_entry("to", to)?;
        }
        if let Some(recipient) = &object.recipient {
            map.serialize_entry("recipient", recipient)?;
        }
        if let Some(context) = &object.context {
            map.serialize_entry(CONTEXT, context)?;
        }
        let data = &object.biz_opaque_callback_data;
        for (name, value) in raw.members() {
            // What the envelope has replaces what the request gives.
            let is_replaced = name == CONTEXT && object.context.is_some()
                || name == CALLBACK_DATA && data.is_some();
            if !is_replaced {
                map.serialize_entry(name, value)?;
            }
        }
        if let Some(data) = data {
            map.serialize_entry(CALLBACK_DATA, data)?;
        }
        map.end()
    }
}
