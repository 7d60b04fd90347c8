//! The payload of an event: the change's value, narrowed to what the event is
//! about. Every member that is not narrowed keeps its text and its position;
//! after them comes `entry`, the id and time of the entry.

use super::shared::Shared;
use super::update::{Kind, Update, is_contacts};
use uip_kit::json::{Member, Object, ObjectWriter, Raw};

/// The member that each payload has in addition to WhatsApp's own. If WhatsApp
/// sends one of this name in the same object, that one is kept and ours is left
/// out.
const ENTRY: &str = "entry";

/// The payload that the events of one change have in common, with slots for
/// what is each event's own.
pub struct Frame<'a> {
    pieces: Vec<Piece<'a>>,
    shared_bytes: usize,
    has_entry: bool,
}

enum Piece<'a> {
    /// Members that all events share, joined.
    Shared(String),
    /// The slot of the message or status, with the name it was sent under.
    Update(Kind, Raw<'a>),
    /// The slot of the contacts.
    Contacts(Raw<'a>),
}

impl<'a> Frame<'a> {
    /// The frame of a change with this value; `has_contacts`: whether its
    /// events hold their contacts.
    pub fn new(value: &Object<'a>, shared: &Shared, has_contacts: bool) -> Self {
        let mut frame = Self {
            pieces: Vec::new(),
            shared_bytes: 0,
            has_entry: false,
        };
        for (position, member) in value.members().enumerate() {
            if let Some(kind) = Kind::of(&member) {
                frame.slot(Piece::Update(kind, member.name));
            } else if is_contacts(&member) {
                if has_contacts {
                    frame.slot(Piece::Contacts(member.name));
                }
            } else {
                frame.has_entry |= member.is(ENTRY);
                if shared.keeps(position) {
                    frame.share(member.name.get(), member.value.get());
                }
            }
        }
        frame
    }

    /// Adds a slot, unless there is one: of a repeated name the first counts.
    fn slot(&mut self, slot: Piece<'a>) {
        let is_there = self.pieces.iter().any(|piece| match (piece, &slot) {
            (Piece::Update(a, _), Piece::Update(b, _)) => a == b,
            (Piece::Contacts(_), Piece::Contacts(_)) => true,
            _ => false,
        });
        if !is_there {
            self.pieces.push(slot);
        }
    }

    fn share(&mut self, name: &str, value: &str) {
        if !matches!(self.pieces.last(), Some(Piece::Shared(_))) {
            self.pieces.push(Piece::Shared(String::new()));
        }
        if let Some(Piece::Shared(members)) = self.pieces.last_mut() {
            let before = members.len();
            if before > 0 {
                members.push(',');
            }
            members.extend([name, ":", value]);
            self.shared_bytes += members.len() - before;
        }
    }

    /// The value with this update and these contacts, and without the others.
    /// `entry` goes after them.
    pub fn narrow(
        &self,
        update: &Update<'a>,
        contacts: &(impl Iterator<Item = Raw<'a>> + Clone),
        entry: Option<&str>,
    ) -> String {
        let capacity = self.shared_bytes + update.raw.get().len() + entry.map_or(0, str::len) + 64;
        let mut json = ObjectWriter::with_capacity(capacity);
        for piece in &self.pieces {
            json = match piece {
                Piece::Shared(members) => json.members(members),
                Piece::Update(kind, _) if *kind != update.kind => continue,
                Piece::Update(_, name) if update.bare => json.raw(*name, update.raw.get()),
                Piece::Update(_, name) => json.raw_array(*name, std::iter::once(update.raw)),
                Piece::Contacts(name) => json.raw_array(*name, contacts.clone()),
            };
        }
        with_entry(json, entry.filter(|_| !self.has_entry)).finish()
    }
}

/// A change that has `field` and `value`, as it was sent, and `entry` after
/// its own members.
pub fn whole_change(change: Raw<'_>, object: &Object<'_>, entry: Option<&str>) -> String {
    let text = change.get();
    let own = object.get(ENTRY).is_some();
    match (entry.filter(|_| !own), text.strip_suffix('}')) {
        (Some(entry), Some(members)) => {
            let mut json = String::with_capacity(text.len() + entry.len() + 16);
            json.extend([members, ",\"", ENTRY, "\":", entry, "}"]);
            json
        }
        _ => text.to_owned(),
    }
}

/// `{"field":…,"value":…,"entry":…}`; `value` is JSON already, and `others`
/// are the other members of the change.
pub fn field_and_value<'a>(
    field: &str,
    value: &str,
    others: impl Iterator<Item = Member<'a>>,
    entry: Option<&str>,
) -> String {
    let mut json = ObjectWriter::with_capacity(field.len() + value.len() + 96)
        .text("field", field)
        .json("value", value);
    let mut has_entry = false;
    for member in others {
        has_entry |= member.is(ENTRY);
        json = json.raw(member.name, member.value.get());
    }
    with_entry(json, entry.filter(|_| !has_entry)).finish()
}

fn with_entry(json: ObjectWriter, entry: Option<&str>) -> ObjectWriter {
    match entry {
        Some(entry) => json.json(ENTRY, entry),
        None => json,
    }
}
