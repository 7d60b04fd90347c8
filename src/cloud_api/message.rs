//! The body of `POST /{version}/{phone-number-id}/messages`.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::callback_data::CallbackData;
use super::emoji::Emoji;
use super::message_id::MessageId;
use super::recipient::Recipient;
use super::template::Template;
use super::text::Text;

/// A message to one person.
#[derive(Debug)]
pub struct Message {
    /// Who receives it.
    pub recipient: Recipient,
    /// What it says.
    pub content: Content,
    /// The message it quotes.
    pub reply_to: Option<MessageId>,
    /// What comes back with every status.
    pub callback_data: Option<CallbackData>,
}

/// What a message says: its type and the object under the key of that name.
#[derive(Debug)]
pub enum Content {
    /// `text`
    Text {
        /// The text.
        body: Text,
        /// Whether its first link is shown with a preview.
        preview_url: Option<bool>,
    },
    /// `template`
    Template(Box<Template>),
    /// `reaction`
    Reaction {
        /// The message it is put on.
        message_id: MessageId,
        /// Empty to take it off.
        emoji: Emoji,
    },
}

impl Message {
    /// The request's body.
    ///
    /// # Errors
    /// The serializer's own; none of a message's parts causes one.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Context<'a> {
            message_id: &'a MessageId,
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("messaging_product", "whatsapp")?;
        map.serialize_entry("recipient_type", "individual")?;
        match &self.recipient {
            Recipient::PhoneNumber(number) => map.serialize_entry("to", number)?,
            Recipient::UserId(id) => map.serialize_entry("recipient", id)?,
        }
        if let Some(message_id) = &self.reply_to {
            map.serialize_entry("context", &Context { message_id })?;
        }
        let name = self.content.name();
        map.serialize_entry("type", name)?;
        map.serialize_entry(name, &self.content)?;
        if let Some(data) = &self.callback_data {
            map.serialize_entry("biz_opaque_callback_data", data)?;
        }
        map.end()
    }
}

impl Content {
    /// The message's type, which is also the key of its object.
    fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Template(_) => "template",
            Self::Reaction { .. } => "reaction",
        }
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct TextObject<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            preview_url: Option<bool>,
            body: &'a Text,
        }
        #[derive(Serialize)]
        struct ReactionObject<'a> {
            message_id: &'a MessageId,
            emoji: &'a Emoji,
        }
        match self {
            Self::Text { body, preview_url } => TextObject {
                preview_url: *preview_url,
                body,
            }
            .serialize(serializer),
            Self::Template(template) => template.serialize(serializer),
            Self::Reaction { message_id, emoji } => {
                ReactionObject { message_id, emoji }.serialize(serializer)
            }
        }
    }
}
