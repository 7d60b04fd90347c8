//! Whose contact is whose: which customer each message or status is about.

use std::collections::BTreeMap;

use super::change::{Kind, Update};
use crate::bindings::uip::whatsapp::events::Contact;
use crate::json::{Object, Raw};

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
        let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, contact) in contacts.iter().copied().enumerate() {
            let Some(contact) = Raw::object(contact) else {
                continue;
            };
            for id in ids(&contact, &["wa_id", "user_id"]) {
                by_id.entry(id).or_default().push(position);
            }
        }

        let mut unclaimed: Vec<Option<Raw<'_>>> = contacts.iter().copied().map(Some).collect();
        // The update each contact was last dealt to: a contact that two ids of
        // one update name is its contact once.
        let mut dealt_to: Vec<Option<usize>> = vec![None; contacts.len()];
        let mut of_update: Vec<Vec<Raw<'_>>> = Vec::with_capacity(updates.len());
        for (place, update) in updates.iter().enumerate() {
            let members: &[&str] = match update.kind {
                Kind::Message => &SENDER,
                Kind::Status => &RECIPIENT,
            };
            let own_ids = update.object.as_ref().map(|object| ids(object, members));
            let mut own = Vec::new();
            for position in own_ids
                .iter()
                .flatten()
                .filter_map(|id| by_id.get(id))
                .flatten()
                .copied()
            {
                let Some(dealt) = dealt_to
                    .get_mut(position)
                    .filter(|dealt| **dealt != Some(place))
                else {
                    continue;
                };
                *dealt = Some(place);
                own.extend(contacts.get(position));
                if let Some(slot) = unclaimed.get_mut(position) {
                    *slot = None;
                }
            }
            of_update.push(own);
        }

        let mut rest = unclaimed.into_iter().flatten();
        for own in of_update.iter_mut().filter(|own| own.is_empty()) {
            own.extend(rest.next());
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

/// The ids in these members that are not empty.
fn ids(object: &Object<'_>, members: &[&str]) -> Vec<String> {
    members
        .iter()
        .filter_map(|member| object.text_or_number(member))
        .filter(|id| !id.is_empty())
        .collect()
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
