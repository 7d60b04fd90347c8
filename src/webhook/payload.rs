//! The payload of an event: the change's value, narrowed to what the event is
//! about. Every member that is not narrowed keeps its text and its place.

use super::change::{Kind, Update};
use crate::json::{Object, Raw, quote};

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
            json.name(member.name.get());
            if update.bare {
                json.value(update.raw.get());
            } else {
                json.array(&[update.raw]);
            }
        } else if member.is("contacts") && member.value.items().is_some() {
            json.name(member.name.get());
            json.array(contacts);
        } else {
            json.name(member.name.get());
            json.value(member.value.get());
        }
    }
    json.end()
}

/// `{"field":…,"value":…}`; `value` is JSON already.
pub fn field_and_value(field: &str, value: &str) -> String {
    let mut json = ObjectWriter::new();
    json.name("\"field\"");
    json.value(&quote(field));
    json.name("\"value\"");
    json.value(value);
    json.end()
}

/// Writes an object of parts that are JSON already.
struct ObjectWriter {
    text: String,
}

impl ObjectWriter {
    fn new() -> Self {
        Self {
            text: String::from("{"),
        }
    }

    /// `raw_name` with its quotes.
    fn name(&mut self, raw_name: &str) {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        self.text.push_str(raw_name);
        self.text.push(':');
    }

    fn value(&mut self, json: &str) {
        self.text.push_str(json);
    }

    fn array(&mut self, items: &[Raw<'_>]) {
        self.text.push('[');
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                self.text.push(',');
            }
            self.text.push_str(item.get());
        }
        self.text.push(']');
    }

    fn end(mut self) -> String {
        self.text.push('}');
        self.text
    }
}
