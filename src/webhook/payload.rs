//! The payload of an event: the change's value, narrowed to what the event is
//! about. Every member that is not narrowed keeps its text and its place.

use super::change::{Kind, Update};
use crate::json::{Object, ObjectWriter, Raw, array};
use crate::prelude::*;

/// What an event is about.
pub struct Narrowed<'a, 'b> {
    /// The message or status.
    pub update: &'b Update<'a>,
    /// Its contacts.
    pub contacts: &'b [Raw<'a>],
}

/// The value with the event's own update and contacts, and without the others.
pub fn narrow(value: &Object<'_>, narrowed: &Narrowed<'_, '_>) -> String {
    let Narrowed { update, contacts } = narrowed;
    let mut json = ObjectWriter::new();
    let mut update_written = false;
    for member in value.members() {
        if member.is(Kind::Message.array()) || member.is(Kind::Status.array()) {
            if !member.is(update.kind.array()) || update_written {
                continue;
            }
            update_written = true;
            json = if update.bare {
                json.raw(member.name, update.raw.get())
            } else {
                json.raw(member.name, &array(&[update.raw]))
            };
        } else if member.is("contacts") && member.value.is_array() {
            json = json.raw(member.name, &array(contacts));
        } else {
            json = json.raw(member.name, member.value.get());
        }
    }
    json.finish()
}

/// `{"field":…,"value":…}`; `value` is JSON already.
pub fn field_and_value(field: &str, value: &str) -> String {
    ObjectWriter::new()
        .text("field", field)
        .json("value", value)
        .finish()
}
