//! The body of `POST /{version}/{phone-number-id}/messages`.

use super::callback_data::CallbackData;
use super::contacts::Contacts;
use super::emoji::Emoji;
use super::interactive::Interactive;
use super::location::Location;
use super::media_message::MediaContent;
use super::message_id::MessageId;
use super::raw_content::RawContent;
use super::recipient::Recipient;
use super::template::{OfferEnd, Template};
use super::text::Text;
use uip_kit::failure::quoted;
use uip_kit::field::refuse_as;
use uip_kit::json::ObjectWriter;
use uip_kit::{CommandError, FailureCategory};

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
    /// `image`, `video`, `audio`, `document` or `sticker`
    Media(MediaContent),
    /// `location`
    Location(Location),
    /// `contacts`
    Contacts(Contacts),
    /// `interactive`
    Interactive(Interactive),
    /// `template`
    Template(Template),
    /// `reaction`
    Reaction {
        /// The message it is put on.
        message_id: MessageId,
        /// Empty to take it off.
        emoji: Emoji,
    },
    /// Whatever the members say.
    Raw(RawContent),
}

impl Message {
    /// Whether WhatsApp can send it to this recipient.
    ///
    /// # Errors
    /// A permanent failure for a one-time password to a user id (WhatsApp's
    /// error 131062).
    pub fn check_recipient(&self) -> Result<(), CommandError> {
        match (&self.recipient, &self.content) {
            (Recipient::UserId(id), Content::Template(template))
                if template.components.has_one_time_password() =>
            {
                Err(refuse_as(
                    FailureCategory::Recipient,
                    "user-id-not-supported",
                    &format!(
                        "The field phoneNumber must be a phone number for a one-time password; it \
                         is the user id {}.",
                        quoted(id.as_str())
                    ),
                    "Ask the customer for the phone number, or send the code another way.",
                ))
            }
            _ => Ok(()),
        }
    }

    /// When the offer ends that it makes, if it makes one.
    pub fn offer_end(&self) -> Option<&OfferEnd> {
        match &self.content {
            Content::Template(template) => template.components.offer_end(),
            Content::Raw(raw) => raw.offer_end(),
            _ => None,
        }
    }

    /// The request's body.
    pub fn json(&self) -> String {
        let json = ObjectWriter::new()
            .text("messaging_product", "whatsapp")
            .text("recipient_type", "individual");
        let mut json = match &self.recipient {
            Recipient::PhoneNumber(number) => json.text("to", number.as_str()),
            Recipient::UserId(id) => json.text("recipient", id.as_str()),
        };
        if let Some(id) = &self.reply_to {
            let context = ObjectWriter::new().text("message_id", id.as_str()).finish();
            json = json.json("context", &context);
        }
        let callback_data = self.callback_data.as_ref().map(CallbackData::as_str);
        let context = self.reply_to.as_ref().map(|_| "context");
        let reference = callback_data.map(|_| "biz_opaque_callback_data");
        let instead: Vec<&str> = context.into_iter().chain(reference).collect();
        self.content
            .add_to(json, &instead)
            .optional_text("biz_opaque_callback_data", callback_data)
            .finish()
    }
}

impl Content {
    /// Adds the message's type and the object under the key of that name to a
    /// message whose envelope is written. `instead` names what the envelope
    /// has in the place of what a raw content may have.
    fn add_to(&self, message: ObjectWriter, instead: &[&str]) -> ObjectWriter {
        let (name, object) = match self {
            Self::Raw(raw) => return raw.add_to(message, instead),
            Self::Text { body, preview_url } => {
                let mut json = ObjectWriter::new();
                if let Some(preview_url) = preview_url {
                    json = json.json("preview_url", if *preview_url { "true" } else { "false" });
                }
                ("text", json.text("body", body.as_str()).finish())
            }
            Self::Media(media) => media.json(),
            Self::Location(location) => ("location", location.json().to_owned()),
            Self::Contacts(contacts) => ("contacts", contacts.json().to_owned()),
            Self::Interactive(interactive) => ("interactive", interactive.json().to_owned()),
            Self::Template(template) => ("template", template.json()),
            Self::Reaction { message_id, emoji } => (
                "reaction",
                ObjectWriter::new()
                    .text("message_id", message_id.as_str())
                    .text("emoji", emoji.as_str())
                    .finish(),
            ),
        };
        message.text("type", name).json(name, &object)
    }
}
