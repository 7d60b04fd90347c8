//! What an entry says about each of its changes.

use alloc::rc::Rc;

use crate::json::{Object, ObjectWriter, Raw};
use crate::prelude::*;

/// How long an account's id, a time or a field may be, in bytes, to be
/// repeated with each change of the entry. Meta's have at most 40.
const LONGEST: usize = 128;

/// The account and the time of an entry.
#[derive(Clone, Default)]
pub struct Entry {
    /// The WhatsApp Business Account.
    pub account: Option<String>,
    /// When WhatsApp made the notification, in seconds since 1970.
    pub time: Option<u64>,
    /// `{"id":…,"time":…}`, both as they were sent; `None` if the entry has
    /// neither.
    json: Option<Rc<str>>,
}

impl Entry {
    /// Reads `id` and `time`.
    ///
    /// `None` if one of them is longer than any that Meta sends: repeated with
    /// each change, it would multiply the notification's size. Such an entry
    /// does not have the documented form.
    pub fn read(entry: &Object<'_>) -> Option<Self> {
        let mut json = ObjectWriter::new();
        let mut is_empty = true;
        for name in ["id", "time"] {
            if let Some(value) = entry.get(name) {
                json = json.json(name, short(value)?.get());
                is_empty = false;
            }
        }
        Some(Self {
            account: entry.text_or_number("id"),
            time: entry.number("time"),
            json: (!is_empty).then(|| json.finish().into()),
        })
    }

    /// The member `entry` of an event's payload.
    pub fn json(&self) -> Option<&str> {
        self.json.as_deref()
    }
}

/// The webhook field that an entry names for its changes. Meta's documentation
/// shows one notification that has it there.
///
/// The outer `None` means that it is too long, as for [`Entry::read`].
#[allow(clippy::option_option)]
pub fn field(entry: &Object<'_>) -> Option<Option<String>> {
    match entry.get("field") {
        Some(field) => short(field).map(|field| field.text().map(alloc::borrow::Cow::into_owned)),
        None => Some(None),
    }
}

fn short(value: Raw<'_>) -> Option<Raw<'_>> {
    (value.get().len() <= LONGEST).then_some(value)
}
