//! The notification: entries, each with its changes.

use super::entry::Entry;
use super::event::Event;
use uip_kit::json::{Document, Object, Raw};

/// The `object` of a notification about WhatsApp.
const WHATSAPP: &str = "whatsapp_business_account";

/// A notification: each of its entries is read when its events are wanted,
/// since there can be as many as the text is long.
pub struct Notification<'a> {
    root: Object<'a>,
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
        of_whatsapp(&root)?;
        let notification = Self { root };
        if !notification.members().any(Raw::is_array) {
            return Err(InvalidNotification::NoEntry);
        }
        // Meta's page shows one notification with `object` in the entry.
        for entry in notification.entries() {
            entry.object().map_or(Ok(()), |entry| of_whatsapp(&entry))?;
        }
        Ok(notification)
    }

    /// Hands each event to `emit`, in the order WhatsApp sent them.
    pub fn for_each_event(&self, mut emit: impl FnMut(Event)) {
        for entry in self.entries() {
            Entry::read(entry).for_each_event(&mut emit);
        }
    }

    /// The entries, of every member of that name. One that is no array is kept as it
    /// is next to one that is.
    fn entries(&self) -> impl Iterator<Item = Raw<'a>> {
        self.members().flat_map(|member| {
            let single = member.items().is_none() && !member.is_null();
            let single = single.then_some(member);
            member.items().into_iter().flatten().chain(single)
        })
    }

    fn members(&self) -> impl Iterator<Item = Raw<'a>> {
        let entries = self.root.members().filter(|member| member.is("entry"));
        entries.map(|member| member.value)
    }
}

/// Whether an object says that it is about WhatsApp, or nothing.
fn of_whatsapp(object: &Object<'_>) -> Result<(), InvalidNotification> {
    match object.get("object").and_then(Raw::text) {
        Some(object) if object != WHATSAPP => {
            Err(InvalidNotification::UnsupportedObject(object.into_owned()))
        }
        _ => Ok(()),
    }
}
