//! The body of `POST /{version}/{phone-number-id}/messages`.

pub mod callback_data;
mod object;
pub mod raw_content;

use super::contacts::Contacts;
use super::emoji::Emoji;
use super::interactive::Interactive;
use super::location::Location;
use super::media_message::MediaContent;
use super::message_id::MessageId;
use super::template::{OfferEnd, Template};
use super::text::Text;
use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use callback_data::CallbackData;
use raw_content::RawContent;
use serde::Serialize;
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::recipient::Recipient;

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
#[allow(clippy::large_enum_variant)] // there is one at a time
pub enum Content {
    /// `text`
    Text(Text),
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
    Reaction(Reaction),
    /// Whatever the members say.
    Raw(RawContent),
}

/// The object `reaction`.
#[derive(Debug, Serialize)]
pub struct Reaction {
    /// The message it is put on.
    pub message_id: MessageId,
    /// Empty to remove it.
    pub emoji: Emoji,
}

impl Message {
    /// Whether WhatsApp can send it to this recipient.
    ///
    /// # Errors
    /// A permanent failure for a one-time password to a user id (WhatsApp's
    /// error 131062).
    pub fn check_recipient(&self) -> Result<(), Refusal> {
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
        object::json(self)
    }
}
