//! The notification: entries, each with its changes.

use super::change::Change;
use super::event::Event;
use crate::json::Raw;
use crate::prelude::*;
/// The `object` of a notification about WhatsApp.
const WHATSAPP: &str = "whatsapp_business_account";

/// A notification whose form is known down to its changes.
pub struct Notification<'a> {
    changes: Vec<Change<'a>>,
}

/// Why a text is not a notification from WhatsApp.
#[derive(Debug)]
pub enum InvalidNotification {
    /// It is not a JSON object; the text says where it goes wrong.
    NotJson(String),
    /// It has no array `entry`.
    NoEntry,
    /// It is about something else than WhatsApp: its `object`.
    UnsupportedObject(String),
}

impl<'a> Notification<'a> {
    /// Reads a notification. An entry or a change whose form is not the
    /// documented one is kept as it was sent, and becomes an event too.
    ///
    /// # Errors
    /// The text is no notification at all, or not WhatsApp's.
    pub fn parse(text: &'a str) -> Result<Self, InvalidNotification> {
        let not_json = |why: String| InvalidNotification::NotJson(why);
        let root = Raw::parse(text)
            .map_err(|error| not_json(error.to_string()))?
            .object()
            .ok_or_else(|| not_json("it is another JSON value".to_owned()))?;
        if let Some(object) = root.text("object").filter(|object| object != WHATSAPP) {
            return Err(InvalidNotification::UnsupportedObject(object));
        }
        let mut has_entries = false;
        let mut changes = Vec::new();
        for member in root.members().filter(|member| member.is("entry")) {
            let Some(entries) = member.value.items() else {
                continue;
            };
            has_entries = true;
            for entry in entries {
                read_entry(entry, &mut changes)?;
            }
        }
        if !has_entries {
            return Err(InvalidNotification::NoEntry);
        }
        Ok(Self { changes })
    }

    /// Hands each event to `emit`, in the order WhatsApp sent them.
    pub fn for_each_event(&self, mut emit: impl FnMut(Event)) {
        for change in &self.changes {
            change.for_each_event(&mut emit);
        }
    }
}

/// Adds an entry's changes; the entry itself, if it has none to add.
fn read_entry<'a>(raw: Raw<'a>, changes: &mut Vec<Change<'a>>) -> Result<(), InvalidNotification> {
    let Some(entry) = raw.object() else {
        changes.push(Change::unreadable(raw, None, None));
        return Ok(());
    };
    // Meta's page shows one notification with `object` and `field` in the
    // entry instead of their usual places.
    if let Some(object) = entry.text("object").filter(|object| object != WHATSAPP) {
        return Err(InvalidNotification::UnsupportedObject(object));
    }
    let account = entry.text_or_number("id");
    let time = entry.number("time");
    let field = entry.text("field");
    let Some(items) = entry.get("changes").and_then(Raw::items) else {
        changes.push(Change::unreadable(raw, account, time));
        return Ok(());
    };
    for change in items {
        changes.push(Change::read(change, account.clone(), time, field.clone()));
    }
    Ok(())
}
