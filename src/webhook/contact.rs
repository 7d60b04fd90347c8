//! Whose contact is whose: which customer each message or status is about.

use alloc::collections::BTreeMap;

use super::change::{Kind, Update};
use super::payload::{self, REPEATED};
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

/// The contacts of a change, dealt out to its updates.
pub struct Contacts<'a> {
    of_update: Vec<Vec<Raw<'a>>>,
    /// Whether each update has all of its contacts.
    pub is_complete: bool,
}

impl<'a> Contacts<'a> {
    /// Deals out the contacts in `value`, so that the first contact of an
    /// update is the customer it is about, and none is lost: a contact that
    /// nobody's id matches goes to an update without one, in order; what is
    /// left then goes to the last update.
    ///
    /// A contact that several updates name goes to each of them, as long as
    /// these repetitions take no more than [`REPEATED`] times the `size` of
    /// the value; then to the first of them only.
    pub fn read(value: &Object<'a>, size: usize, updates: &[Update<'a>]) -> Self {
        let contacts = value
            .members()
            .filter(payload::is_contacts)
            .filter_map(|member| member.value.items())
            .collect::<Vec<_>>()
            .concat();
        let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, contact) in contacts.iter().enumerate() {
            for id in ids(contact.object().as_ref(), &["wa_id", "user_id"]) {
                by_id.entry(id).or_default().push(position);
            }
        }
        // The update that each contact was last dealt to: two ids of one
        // update can name the same contact.
        let mut dealt_to: Vec<Option<usize>> = vec![None; contacts.len()];
        let mut of_update: Vec<Vec<Raw<'a>>> = Vec::with_capacity(updates.len());
        let mut left = size.saturating_mul(REPEATED);
        let mut is_complete = true;
        for (place, update) in updates.iter().enumerate() {
            let members: &[&str] = match update.kind {
                Kind::Message => &SENDER,
                Kind::Status => &RECIPIENT,
            };
            let mut own = Vec::new();
            for id in ids(update.object.as_ref(), members) {
                let Some(positions) = by_id.get_mut(&id) else {
                    continue;
                };
                for position in &*positions {
                    let (Some(dealt), Some(contact)) =
                        (dealt_to.get_mut(*position), contacts.get(*position))
                    else {
                        continue;
                    };
                    if *dealt == Some(place) {
                        continue;
                    }
                    if dealt.is_some() {
                        let Some(rest) = left.checked_sub(contact.get().len()) else {
                            is_complete = false;
                            continue;
                        };
                        left = rest;
                    }
                    *dealt = Some(place);
                    own.push(*contact);
                }
                if !is_complete {
                    // Each of them has been dealt out: there is nothing left
                    // to look for under this id.
                    positions.clear();
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
        Self {
            of_update,
            is_complete,
        }
    }

    /// The contacts of the update at this position.
    pub fn of(&self, position: usize) -> &[Raw<'a>] {
        self.of_update.get(position).map_or(&[], Vec::as_slice)
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
