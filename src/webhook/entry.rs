//! One entry of a notification: the account and time that its changes share.

use super::change::Change;
use super::event::Event;
use super::origin::Origin;
use uip_kit::json::{Items, Member, Object, Raw};

/// The most bytes that an entry's id and time may have together, and its field
/// by itself, to be repeated in the events of all its changes. Meta's take
/// about 40 bytes. With a fixed limit an event is the same in every batch.
const REPEATED_BYTES: usize = 128;

/// One entry.
pub struct Entry<'a> {
    raw: Raw<'a>,
    /// The entry's members, if it is an object with an array of changes.
    members: Option<Object<'a>>,
    /// What the entry says about itself.
    origin: Origin<'a>,
    /// The webhook field, which Meta's page shows in the entry once.
    field: Option<String>,
    /// What each change repeats of `origin`, where that is not all of it.
    repeated: Option<Origin<'a>>,
    /// Whether a part of the entry is in no change's events.
    is_cut: bool,
}

impl<'a> Entry<'a> {
    /// Reads an entry of any form.
    pub fn read(raw: Raw<'a>) -> Self {
        let Some(entry) = raw.object() else {
            return Self {
                raw,
                members: None,
                origin: Origin::default(),
                field: None,
                repeated: None,
                is_cut: false,
            };
        };
        let origin = Origin::read(&entry);
        let is_long = |text: &Option<String>| {
            text.as_ref()
                .is_some_and(|text| text.len() > REPEATED_BYTES)
        };
        let field = entry.text("field");
        // The id still tells apart what it no longer labels.
        let repeated = is_long(&origin.json).then(|| origin.only_hash());
        let is_cut = repeated.is_some() || is_long(&field) || entry.members().any(is_other);
        Self {
            raw,
            is_cut,
            members: changes(&entry).next().is_some().then_some(entry),
            field: field.filter(|field| field.len() <= REPEATED_BYTES),
            origin,
            repeated,
        }
    }

    /// Hands the events of all changes to `emit`; one for the entry itself if
    /// it has no changes, or if they do not repeat all of it.
    pub fn for_each_event(&self, emit: &mut impl FnMut(Event)) {
        if self.members.is_none() || self.is_cut {
            emit(Change::unreadable(&self.origin, self.raw).webhook_notification());
        }
        let origin = self.repeated.as_ref().unwrap_or(&self.origin);
        for change in self.members.iter().flat_map(changes).flatten() {
            Change::read(origin, change, self.field.as_deref()).for_each_event(emit);
        }
    }
}

/// Whether nothing of a member is in the events of the changes. WhatsApp sends
/// none.
fn is_other(member: Member<'_>) -> bool {
    let is_known = ["id", "time", "field", "object"].map(|name| member.is(name));
    let is_changes = member.is("changes") && (member.value.is_array() || member.value.is_null());
    !is_changes && !is_known.contains(&true)
}

/// The arrays of changes, of every member of that name.
fn changes<'a>(entry: &Object<'a>) -> impl Iterator<Item = Items<'a>> {
    let changes = entry.members().filter(|member| member.is("changes"));
    changes.filter_map(|member| member.value.items())
}
