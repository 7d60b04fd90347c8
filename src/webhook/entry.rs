//! One entry of a notification: the account and time that its changes share.

use std::cell::OnceCell;

use sha2::Sha256;

use super::change::Change;
use super::event::Event;
use super::event_id;
use crate::json::{Items, Object, ObjectWriter, Raw};

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

/// The entry that an event came in.
#[derive(Default)]
pub struct Origin<'a> {
    /// The WhatsApp Business Account.
    pub account: Option<String>,
    /// When WhatsApp made the notification, in seconds since 1970.
    pub time: Option<u64>,
    /// The object with `id` and `time`, each as it was sent; `None` if the
    /// entry has neither.
    pub json: Option<String>,
    id: Option<Raw<'a>>,
    sent_time: Option<Raw<'a>>,
    hash: OnceCell<Sha256>,
}

impl<'a> Origin<'a> {
    fn read(entry: &Object<'a>) -> Self {
        let (id, sent_time) = (entry.get("id"), entry.get("time"));
        let members = [("id", id), ("time", sent_time)];
        let members = members.map(|(name, value)| value.map(|value| (name, value)));
        let mut json = ObjectWriter::new();
        for (name, value) in members.into_iter().flatten() {
            json = json.json(name, value.get());
        }
        Self {
            account: entry.text_or_number("id"),
            time: entry.number("time"),
            json: (id.is_some() || sent_time.is_some()).then(|| json.finish()),
            id,
            sent_time,
            hash: OnceCell::new(),
        }
    }

    /// The beginning of the hash that identifies a change of this entry.
    pub fn hash(&self) -> Sha256 {
        let hash = || {
            event_id::of_entry(
                self.account.as_deref(),
                self.time,
                self.id.filter(|_| self.account.is_none()),
                self.sent_time.filter(|_| self.time.is_none()),
            )
        };
        self.hash.get_or_init(hash).clone()
    }
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
        let repeated = is_long(&origin.json).then(|| Origin {
            hash: OnceCell::from(origin.hash()),
            ..Origin::default()
        });
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
