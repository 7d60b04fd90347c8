//! Contact cards as a message.

mod birthday;
mod card;
mod object;

use crate::bindings::uip::whatsapp::outgoing::ContactCard;
use crate::cloud_api::request::field::{check_count, item};
use crate::cloud_api::request::refusal::Refusal;
use object::Contact;
use serde::Serialize;

/// WhatsApp takes no more in one message.
const MOST_CONTACTS: usize = 257;

/// The array `contacts` of a message: 1 to 257 cards, each with a name.
#[derive(Debug, Serialize)]
pub struct Contacts(Vec<Contact>);

impl Contacts {
    /// Parses the field `contacts`. What is blank counts as not given.
    ///
    /// # Errors
    /// A permanent failure when there are too few or too many, a card has no
    /// name, an entry of it is empty, or a birthday is no day.
    pub fn parse(contacts: &[ContactCard]) -> Result<Self, Refusal> {
        check_count("contacts", contacts.len(), 1, MOST_CONTACTS)?;
        let mut cards = Vec::with_capacity(contacts.len());
        for (place, contact) in contacts.iter().enumerate() {
            cards.push(Contact::parse(&item("contacts", place), contact)?);
        }
        Ok(Self(cards))
    }
}
