//! One entry of a notification: the account and time that its changes share.

use super::change::Change;
use super::event::Event;
use super::origin::Origin;
use uip_kit::json::{Items, Raw};

/// The most bytes that an entry's id and time may have together, and its field
/// by itself, to be repeated in the events of all its changes. Meta's take
/// about 40 bytes. With a fixed limit an event is the same in every batch.
const REPEATED_BYTES: usize = 128;

/// One entry.
pub struct Entry<'a> {
    raw: Raw<'a>,
    /// `None`: it has no array of changes.
    changes: Option<Items<'a>>,
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
                changes: None,
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
        Self {
            raw,
            changes: entry.get("changes").and_then(Raw::items),
            is_cut: repeated.is_some() || is_long(&field),
            field: field.filter(|field| field.len() <= REPEATED_BYTES),
            origin,
            repeated,
        }
    }

    /// Hands the events of all changes to `emit`; one for the entry itself if
    /// it has no changes, or if they do not repeat all of it.
    pub fn for_each_event(&self, emit: &mut impl FnMut(Event)) {
        if self.changes.is_none() || self.is_cut {
            emit(Change::unreadable(&self.origin, self.raw).webhook_notification());
        }
        let origin = self.repeated.as_ref().unwrap_or(&self.origin);
        for change in self.changes.clone().unwrap_or_default() {
            Change::read(origin, change, self.field.as_deref()).for_each_event(emit);
        }
    }
}
