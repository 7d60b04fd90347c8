//! The notification: entries, each with its changes.

use super::entry::Entry;
use super::event::Event;
use crate::json::Document;
use crate::prelude::*;

/// The `object` of a notification about WhatsApp.
pub const WHATSAPP: &str = "whatsapp_business_account";

/// A notification whose form is known down to its entries.
pub struct Notification<'a> {
    entries: Vec<Entry<'a>>,
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
    pub fn read(document: &'a Document<'_>) -> Result<Self, InvalidNotification> {
        let other = || InvalidNotification::NotJson("it is another JSON value".to_owned());
        let root = document.object().ok_or_else(other)?;
        if let Some(object) = root.text("object").filter(|object| object != WHATSAPP) {
            return Err(InvalidNotification::UnsupportedObject(object));
        }
        let mut has_entries = false;
        let mut entries = Vec::new();
        for member in root.members().filter(|member| member.is("entry")) {
            let Some(items) = member.value.items() else {
                continue;
            };
            has_entries = true;
            for item in items {
                entries.push(Entry::read(item)?);
            }
        }
        if !has_entries {
            return Err(InvalidNotification::NoEntry);
        }
        Ok(Self { entries })
    }

    /// Hands each event to `emit`, in the order WhatsApp sent them.
    pub fn for_each_event(&self, mut emit: impl FnMut(Event)) {
        for entry in &self.entries {
            entry.for_each_event(&mut emit);
        }
    }
}
