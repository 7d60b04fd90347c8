//! The body of `POST /{version}/{phone-number-id}/messages`.

pub mod callback_data;
mod object;
pub mod raw_content;

use super::contacts::Contacts;
use super::direct_send::{Category, DirectSend};
use super::emoji::Emoji;
use super::identity::IdentityKeyHash;
use super::interactive::Interactive;
use super::location::Location;
use super::media_message::MediaContent;
use super::message_id::MessageId;
use super::template::{OfferEnd, Template};
use super::text::Text;
use crate::cloud_api::request::refusal::{Refusal, refuse, refuse_as};
use callback_data::CallbackData;
use raw_content::RawContent;
use serde::Serialize;
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::whatsapp::recipient::Recipient;

/// A message to one person.
#[derive(Debug)]
pub struct Message {
    /// Who receives it.
    pub recipient: Recipient,
    /// The identity that the recipient must still have.
    pub identity: Option<IdentityKeyHash>,
    /// What it says.
    pub content: Content,
    /// How WhatsApp makes a template of it.
    pub direct_send: Option<DirectSend>,
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
    /// Whether WhatsApp can send this content to this recipient in this way.
    ///
    /// # Errors
    /// A permanent failure for a one-time password to a user id (WhatsApp's
    /// error 131062), and for what Direct Send does not carry.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut is_password = false;
        if let Content::Template(template) = &self.content {
            is_password = template.components.has_one_time_password();
        }
        if let Some(direct_send) = &self.direct_send {
            check_direct_send(direct_send.category, &self.content)?;
            is_password = direct_send.category == Category::Authentication;
        }
        match &self.recipient {
            Recipient::UserId(id) if is_password => Err(refuse_as(
                FailureCategory::Recipient,
                "user-id-not-supported",
                &format!(
                    "The field phoneNumber must be a phone number for a one-time password; it is \
                     the user id {}.",
                    quoted(id.as_str())
                ),
                "Ask the customer for the phone number, or send the code another way.",
            )),
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

/// In characters. Without Direct Send, a text may be four times as long.
const LONGEST_DIRECT_TEXT: usize = 1024;

fn check_direct_send(category: Category, content: &Content) -> Result<(), Refusal> {
    match content {
        Content::Text(text) => {
            let characters = text.as_str().chars().count();
            if characters <= LONGEST_DIRECT_TEXT {
                return Ok(());
            }
            Err(refuse(
                "text-too-long",
                &format!(
                    "The field message may have at most {LONGEST_DIRECT_TEXT} characters with \
                     directSend; it has {characters}."
                ),
                "Shorten the text, or send a template.",
            ))
        }
        _ if category == Category::Authentication => Err(refuse(
            "misplaced-field",
            "The field directSend.category can only be authentication in a text message.",
            "Send the one-time password with the command sendMessageText.",
        )),
        _ => Ok(()),
    }
}
