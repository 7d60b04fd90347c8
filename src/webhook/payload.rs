//! The payload of an event: the change's value, narrowed to what the event is
//! about. Every member that is not narrowed keeps its text and its position.
//!
//! Each event of a change repeats the members that its updates have in common.
//! So that the output grows with the text and not with its square, members
//! that would together take more than [`REPEATED`] times the text are left out
//! of the single events, the largest first; the whole change then becomes a
//! `webhook_notification` of its own.

use super::change::{Kind, Update};
use super::entry::Entry;
use crate::json::{Member, Object, ObjectWriter, Raw, array};
use crate::prelude::*;

/// How many times the size of a change's value all its events together may
/// repeat what they have in common. WhatsApp's own notifications stay below
/// one and a half: 160 bytes in common, and at least 120 in each update.
pub const REPEATED: usize = 8;

/// The parts of a change's value from which the payload of each of its events
/// is made.
pub struct Frame<'a> {
    pieces: Vec<Piece<'a>>,
    entry: Option<String>,
    /// Whether each event has all that the updates have in common.
    pub is_complete: bool,
}

enum Piece<'a> {
    /// A member that each event repeats.
    Common(Member<'a>),
    /// Where the event's own message or status belongs, and its name.
    Update(Kind, Raw<'a>),
    /// Where the event's own contacts belong, and their name.
    Contacts(Raw<'a>),
}

impl<'a> Frame<'a> {
    /// For the value of a change, whose text has `size` bytes, with this many
    /// updates.
    pub fn new(value: &Object<'a>, size: usize, updates: usize, entry: &Entry) -> Self {
        let has_own_entry = value.get("entry").is_some();
        let entry = entry.json().filter(|_| !has_own_entry);
        let largest = largest_repeated(value, size, updates, entry);

        let mut frame = Self {
            pieces: Vec::new(),
            entry: None,
            is_complete: true,
        };
        let mut kinds = vec![Kind::Message, Kind::Status];
        let mut has_contacts = false;
        let mut room = largest.ties;
        let mut is_kept = |size: usize| {
            let kept = size < largest.size || (size == largest.size && room > 0);
            if kept && size == largest.size {
                room -= 1;
            }
            kept
        };
        for member in value.members() {
            if let Some(kind) = Kind::of(&member) {
                // Of a repeated array the first position counts.
                if let Some(place) = kinds.iter().position(|other| *other == kind) {
                    kinds.remove(place);
                    frame.pieces.push(Piece::Update(kind, member.name));
                }
            } else if is_contacts(&member) {
                if !has_contacts {
                    has_contacts = true;
                    frame.pieces.push(Piece::Contacts(member.name));
                }
            } else if is_kept(cost(&member)) {
                frame.pieces.push(Piece::Common(member));
            } else {
                frame.is_complete = false;
            }
        }
        if let Some(entry) = entry {
            if is_kept(entry_cost(entry)) {
                frame.entry = Some(entry.to_owned());
            } else {
                frame.is_complete = false;
            }
        }
        frame
    }

    /// A member that each event has. Of repeated names the last counts.
    pub fn common(&self, name: &str) -> Option<Raw<'a>> {
        self.pieces.iter().rev().find_map(|piece| match piece {
            Piece::Common(member) if member.is(name) => Some(member.value),
            _ => None,
        })
    }

    /// The value with the event's own update and contacts, without the
    /// others, and with the entry behind it.
    pub fn payload(&self, update: &Update<'_>, contacts: &[Raw<'_>]) -> String {
        let json = self.narrowed(update, contacts);
        match &self.entry {
            Some(entry) => json.json("entry", entry).finish(),
            None => json.finish(),
        }
    }

    /// The same without the entry.
    pub fn value(&self, update: &Update<'_>, contacts: &[Raw<'_>]) -> String {
        self.narrowed(update, contacts).finish()
    }

    fn narrowed(&self, update: &Update<'_>, contacts: &[Raw<'_>]) -> ObjectWriter {
        let mut json = ObjectWriter::new();
        for piece in &self.pieces {
            json = match piece {
                Piece::Common(member) => json.raw(member.name, member.value.get()),
                Piece::Contacts(name) => json.raw(*name, &array(contacts)),
                Piece::Update(kind, name) if *kind == update.kind => {
                    if update.bare {
                        json.raw(*name, update.raw.get())
                    } else {
                        json.raw(*name, &array(&[update.raw]))
                    }
                }
                Piece::Update(..) => json,
            };
        }
        json
    }
}

/// The size of the largest members that fit, and how many of exactly this size
/// do.
struct Largest {
    size: usize,
    ties: usize,
}

fn largest_repeated(
    value: &Object<'_>,
    size: usize,
    updates: usize,
    entry: Option<&str>,
) -> Largest {
    let common = value
        .members()
        .filter(|member| Kind::of(member).is_none() && !is_contacts(member));
    let mut costs: Vec<usize> = common.map(|member| cost(&member)).collect();
    costs.extend(entry.map(entry_cost));
    costs.sort_unstable();
    let mut left = size.saturating_mul(REPEATED) / updates.max(1);
    let mut largest = Largest { size: 0, ties: 0 };
    for cost in costs {
        let Some(rest) = left.checked_sub(cost) else {
            return largest;
        };
        left = rest;
        if cost == largest.size {
            largest.ties += 1;
        } else {
            largest = Largest {
                size: cost,
                ties: 1,
            };
        }
    }
    Largest {
        size: usize::MAX,
        ties: 0,
    }
}

/// Bytes of a member in a payload, with the punctuation around it.
fn cost(member: &Member<'_>) -> usize {
    member.name.get().len() + member.value.get().len() + 2
}

fn entry_cost(entry: &str) -> usize {
    "\"entry\":,".len() + entry.len()
}

/// Whether the member holds contacts, which are dealt out to the updates.
pub fn is_contacts(member: &Member<'_>) -> bool {
    member.is("contacts") && member.value.is_array()
}

/// `{"field":…,"value":…}`, with the entry; `value` is JSON already.
pub fn field_and_value(field: &str, value: &str, entry: &Entry) -> String {
    let json = ObjectWriter::new()
        .text("field", field)
        .json("value", value);
    match entry.json() {
        Some(entry) => json.json("entry", entry).finish(),
        None => json.finish(),
    }
}

/// A change that has members, as it was sent, with the entry behind them;
/// without it if the change has a member of this name.
pub fn change(raw: Raw<'_>, entry: &Entry) -> String {
    let change = raw.get();
    let has_own = raw
        .object()
        .is_some_and(|change| change.get("entry").is_some());
    match (entry.json(), change.strip_suffix('}')) {
        (Some(entry), Some(members)) if !has_own => {
            format!("{members},\"entry\":{entry}}}")
        }
        _ => change.to_owned(),
    }
}
