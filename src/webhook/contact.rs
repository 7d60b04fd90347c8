//! Whose contact is whose: which customer each message or status is about.

use super::change::{Kind, Update};
use crate::bindings::uip::whatsapp::events::Contact;
use crate::json::{Object, Raw};
use crate::prelude::*;

/// The members that name a message's sender.
const SENDER: [&str; 2] = ["from", "from_user_id"];

/// The members that name a status's recipient. WhatsApp's own examples spell
/// the group member's id in two ways.
const RECIPIENT: [&str; 5] = [
    "recipient_id",
    "recipient_user_id",
    "recipient_participant_id",
    "recipient_participant_user_id",
    "participant_recipient_id",
];

/// How many contacts are looked for by their ids: WhatsApp puts at most 1000
/// updates into a notification. Without a limit, a text of nothing but contacts
/// and messages would cost the square of its length.
const MOST_BY_ID: usize = 1000;

/// The contacts of a change, dealt out to its updates.
pub struct Contacts<'a> {
    of_update: Vec<Vec<Raw<'a>>>,
}

impl<'a> Contacts<'a> {
    /// Deals out the contacts in `value`, so that the first contact of an
    /// update is the customer it is about, and none is lost: a contact that
    /// nobody's id matches goes to an update without one, in order; what is
    /// left then goes to the last update.
    pub fn read(value: &Object<'a>, updates: &[Update<'a>]) -> Self {
        let contacts = value.items("contacts");
        let mut by_id = ById::of(contacts.len().min(MOST_BY_ID));
        for (position, contact) in contacts.iter().take(MOST_BY_ID).enumerate() {
            for id in ids(contact.object().as_ref(), &["wa_id", "user_id"]) {
                by_id.add(id, position);
            }
        }
        // The update that each contact was last dealt to: two ids of one
        // update can name the same contact.
        let mut dealt_to: Vec<Option<usize>> = vec![None; contacts.len()];
        let mut of_update: Vec<Vec<Raw<'a>>> = Vec::new();
        for (place, update) in updates.iter().enumerate() {
            let members: &[&str] = match update.kind {
                Kind::Message => &SENDER,
                Kind::Status => &RECIPIENT,
            };
            let wanted = ids(update.object.as_ref(), members);
            let mut own = Vec::new();
            for position in by_id.positions(&wanted) {
                if let Some(dealt) = dealt_to.get_mut(position)
                    && *dealt != Some(place)
                {
                    *dealt = Some(place);
                    own.extend(contacts.get(position));
                }
            }
            of_update.push(own);
        }

        let mut rest = contacts
            .iter()
            .zip(&dealt_to)
            .filter(|(_, dealt)| dealt.is_none())
            .map(|(contact, _)| *contact);
        for own in &mut of_update {
            if own.is_empty() {
                own.extend(rest.next());
            }
        }
        if let Some(last) = of_update.last_mut() {
            last.extend(rest);
        }
        Self { of_update }
    }

    /// The contacts of the update at this position.
    pub fn of(&self, position: usize) -> &[Raw<'a>] {
        self.of_update.get(position).map_or(&[], Vec::as_slice)
    }
}

/// Ids and the positions of their contacts, in as many drawers as there are
/// contacts: a map of the library would weigh more than this file.
struct ById {
    drawers: Vec<Vec<(String, usize)>>,
}

impl ById {
    /// For this many contacts.
    fn of(count: usize) -> Self {
        Self {
            drawers: vec![Vec::new(); count.max(1)],
        }
    }

    fn drawer(&self, id: &str) -> usize {
        let mut hash = 0_u32;
        for byte in id.bytes() {
            hash = hash.wrapping_mul(31).wrapping_add(u32::from(byte));
        }
        hash as usize % self.drawers.len()
    }

    fn add(&mut self, id: String, position: usize) {
        let drawer = self.drawer(&id);
        if let Some(drawer) = self.drawers.get_mut(drawer) {
            drawer.push((id, position));
        }
    }

    /// The contacts with these ids; more than once where several ids fit.
    fn positions(&self, wanted: &[String]) -> impl Iterator<Item = usize> {
        let drawers = wanted.iter().filter_map(|id| {
            let drawer = self.drawers.get(self.drawer(id))?.iter();
            Some(drawer.filter(move |(own, _)| own == id))
        });
        drawers.flatten().map(|(_, position)| *position)
    }
}

/// The ids in these members that are not empty.
fn ids(object: Option<&Object<'_>>, members: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for member in members {
        let id = object.and_then(|object| object.text_or_number(member));
        ids.extend(id.filter(|id| !id.is_empty()));
    }
    ids
}

/// A contact in typed form; `None` if it is not an object.
pub fn read(raw: Raw<'_>) -> Option<Contact> {
    let contact = Raw::object(raw)?;
    let profile = contact.object("profile");
    let of_profile = |member| profile.as_ref().and_then(|profile| profile.text(member));
    Some(Contact {
        wa_id: contact.text_or_number("wa_id"),
        user_id: contact.text("user_id"),
        parent_user_id: contact.text("parent_user_id"),
        profile_name: of_profile("name"),
        username: of_profile("username"),
    })
}
