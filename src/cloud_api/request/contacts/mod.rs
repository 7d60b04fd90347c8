//! Contact cards as a message.

mod birthday;
mod card;

use crate::bindings::uip::whatsapp::contacts::ContactCard;
use uip_kit::CommandError;
use uip_kit::field::check_count;
use uip_kit::json::array;

/// WhatsApp takes no more in one message.
const MOST_CONTACTS: usize = 257;

/// The array `contacts` of a message: 1 to 257 cards, each with a name.
#[derive(Debug)]
pub struct Contacts(String);

impl Contacts {
    /// Parses the field `contacts`. What is blank counts as not given.
    ///
    /// # Errors
    /// A permanent failure when there are too few or too many, a card has no
    /// name, an entry of it is empty, or a birthday is no day.
    pub fn parse(contacts: &[ContactCard]) -> Result<Self, CommandError> {
        check_count("contacts", contacts.len(), 1, MOST_CONTACTS)?;
        let mut cards = Vec::with_capacity(contacts.len());
        for (place, contact) in contacts.iter().enumerate() {
            cards.push(card::json(&format!("contacts[{place}]"), contact)?);
        }
        Ok(Self(array(&cards)))
    }

    /// As they are sent.
    pub fn json(&self) -> &str {
        &self.0
    }
}
