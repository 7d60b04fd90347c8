//! Whose contact is whose: which customer each message or status is about.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BinaryHeap;

use super::hash::{Hash, hash_of};
use super::update::{Kind, Update};
use crate::bindings::uip::whatsapp::events;
use uip_kit::json::{Object, Raw};

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
    all: Vec<Contact<'a>>,
    /// Positions in `all`, update after update.
    dealt: Vec<usize>,
    /// Where each update's contacts end in `dealt`.
    ends: Vec<usize>,
}

struct Contact<'a> {
    raw: Raw<'a>,
    hash: OnceCell<Hash>,
}

impl<'a> Contacts<'a> {
    /// Deals out the contacts in `value`, so that the first contact of an
    /// update is the customer it is about, and none is lost. Each update gets
    /// the first contact with its id. Another contact with the same id goes to
    /// the first update with that id only; one that matches no id goes to an
    /// update without a contact, in order; what is left then goes to the last
    /// update.
    pub fn deal(value: &Object<'a>, updates: &[Update<'a>]) -> Self {
        let named = updates.iter().map(|update| {
            let members: &'static [&'static str] = match update.kind {
                Kind::Message => &SENDER,
                Kind::Status => &RECIPIENT,
            };
            (update.object(), members)
        });
        Self::deal_to(value, &named.collect::<Vec<_>>())
    }

    /// The same, to objects whose customers these members name.
    pub fn deal_to(value: &Object<'a>, owners: &[(Option<Object<'a>>, &[&str])]) -> Self {
        let members = value.members().filter(|member| member.is("contacts"));
        let items = members.filter_map(|member| member.value.items()).flatten();
        let hash = OnceCell::new;
        let all: Vec<_> = items.map(|raw| Contact { raw, hash: hash() }).collect();
        let by_id = ById::of(&all);
        let mut is_known = vec![false; by_id.0.len()];
        // The update that each contact was last dealt to: two ids of one
        // update can name the same contact.
        let mut dealt_to: Vec<Option<usize>> = vec![None; all.len()];
        let mut matches = Vec::new();
        for (index, (owner, members)) in owners.iter().enumerate() {
            for id in ids(owner.as_ref(), members).map(Id::from) {
                let (start, positions) = by_id.positions(&id);
                let first_time = is_known.get_mut(start);
                let is_first = first_time.is_some_and(|it| !std::mem::replace(it, true));
                for position in positions.take(if is_first { usize::MAX } else { 1 }) {
                    if let Some(dealt) = dealt_to.get_mut(position)
                        && *dealt != Some(index)
                    {
                        *dealt = Some(index);
                        matches.push((index, position));
                    }
                }
            }
        }
        let is_left = |position: &usize| dealt_to.get(*position).is_some_and(Option::is_none);
        let mut contacts = Self {
            dealt: Vec::with_capacity(all.len().max(matches.len())),
            ends: Vec::with_capacity(owners.len()),
            all: Vec::new(),
        };
        let mut rest = (0..all.len()).filter(is_left);
        let mut matches = matches.into_iter().peekable();
        for index in 0..owners.len() {
            let start = contacts.dealt.len();
            while let Some((_, position)) = matches.next_if(|(of, _)| *of == index) {
                contacts.dealt.push(position);
            }
            if contacts.dealt.len() == start {
                contacts.dealt.extend(rest.next());
            }
            if index + 1 == owners.len() {
                contacts.dealt.extend(rest.by_ref());
            }
            contacts.ends.push(contacts.dealt.len());
        }
        contacts.all = all;
        contacts
    }

    /// The contacts of the update at this position.
    pub fn of(&self, position: usize) -> impl Iterator<Item = Raw<'a>> + Clone {
        self.own(position).map(|contact| contact.raw)
    }

    /// The hashes of the same contacts. Each is made once.
    pub fn hashes_of(&self, position: usize) -> impl Iterator<Item = &Hash> {
        let hash = |contact: &Contact<'a>| hash_of(contact.raw);
        self.own(position)
            .map(move |contact| contact.hash.get_or_init(|| hash(contact)))
    }

    /// How many bytes all events together hold of the contacts.
    pub fn dealt_bytes(&self) -> usize {
        let contacts = self.dealt.iter().filter_map(|it| self.all.get(*it));
        contacts.fold(0, |bytes, it| bytes.saturating_add(it.raw.get().len() + 1))
    }

    fn own(&self, position: usize) -> impl Iterator<Item = &Contact<'a>> + Clone {
        let end = |position| self.ends.get(position).copied();
        let start = position.checked_sub(1).and_then(end).unwrap_or_default();
        let range = start..end(position).unwrap_or(start);
        let dealt = self.dealt.get(range).unwrap_or_default().iter();
        dealt.filter_map(|position| self.all.get(*position))
    }
}

/// Ids and the positions of their contacts. Equal ids are next to each other, in
/// the order of their contacts.
struct ById<'a>(Vec<(Id<'a>, usize)>);

/// An id, in an order that is quick to tell: ids of one country begin alike and end
/// differently, so their last eight bytes come first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Id<'a> {
    end: u64,
    whole: Cow<'a, str>,
}

impl<'a> From<Cow<'a, str>> for Id<'a> {
    fn from(whole: Cow<'a, str>) -> Self {
        let last = whole
            .as_bytes()
            .last_chunk()
            .copied()
            .map(u64::from_le_bytes);
        Self {
            end: last.unwrap_or_default(),
            whole,
        }
    }
}

impl<'a> ById<'a> {
    fn of(contacts: &[Contact<'a>]) -> Self {
        let mut by_id = Vec::with_capacity(contacts.len());
        for (position, contact) in contacts.iter().enumerate() {
            let contact = contact.raw.object();
            by_id.extend(
                ids(contact.as_ref(), &["wa_id", "user_id"]).map(|id| (id.into(), position)),
            );
        }
        // The heap's code is 5 KB smaller than that of a sorted slice.
        Self(BinaryHeap::from(by_id).into_sorted_vec())
    }

    /// Where this id begins, and the contacts with it.
    fn positions(&self, id: &Id<'_>) -> (usize, impl Iterator<Item = usize>) {
        let start = self.0.partition_point(|(own, _)| own < id);
        let from = self.0.get(start..).unwrap_or_default().iter();
        let same = from.take_while(move |(own, _)| own == id);
        (start, same.map(|(_, position)| *position))
    }
}

/// The ids in these members that are not empty.
fn ids<'a>(object: Option<&Object<'a>>, members: &[&str]) -> impl Iterator<Item = Cow<'a, str>> {
    members
        .iter()
        .filter_map(move |member| object?.get(member)?.text_or_number())
        .filter(|id| !id.is_empty())
}

/// A contact in typed form; `None` if it is not an object.
pub fn read(raw: Raw<'_>) -> Option<events::Contact> {
    let contact = raw.object()?;
    let profile = contact.object("profile");
    let of_profile = |member| profile.as_ref().and_then(|profile| profile.text(member));
    Some(events::Contact {
        wa_id: contact.text_or_number("wa_id"),
        user_id: contact.text("user_id"),
        parent_user_id: contact.text("parent_user_id"),
        profile_name: of_profile("name"),
        username: of_profile("username"),
        identity_key_hash: contact.text("identity_key_hash"),
    })
}
