//! Updates put together into one POST body.

use serde_json::{Value, json};

use crate::model::settings::{Batch, Settings};

/// One update to report.
#[derive(Debug, Clone)]
pub(crate) enum Update {
    /// A customer's message. A system message has no contact.
    Message {
        contact: Option<Value>,
        message: Value,
    },
    /// What became of a message of ours.
    Status {
        contact: Option<Value>,
        status: Value,
    },
    /// A customer's message in a conversation that Meta Business Agent handles.
    StandbyMessage {
        contact: Option<Value>,
        message: Value,
    },
    /// A message of the agent's.
    StandbyEcho(Value),
    /// What became of a message of the agent's.
    StandbyStatus {
        contact: Option<Value>,
        status: Value,
    },
    /// A message that was written in the WhatsApp Business app.
    AppEcho { contact: Value, echo: Value },
    /// Any other webhook field, with its `value` as given.
    Field { field: String, value: Value },
}

/// Builds the body: updates in order, as many in each entry as the batch allows. Within an entry, updates
/// with the same field and key share one change, and every other field has its own.
pub(crate) fn body(updates: &[Update], batch: Batch, settings: &Settings) -> Value {
    let entries: Vec<Value> = updates
        .chunks(batch.updates_per_entry.max(1))
        .map(|chunk| json!({"id": settings.business_account_id, "changes": changes(chunk, settings)}))
        .collect();
    json!({"object": "whatsapp_business_account", "entry": entries})
}

/// Updates that share one change.
struct Group {
    field: &'static str,
    key: &'static str,
    /// The member of `value` in which Meta puts them, if not in `value` itself.
    inside: Option<&'static str>,
    contacts: Vec<Value>,
    items: Vec<Value>,
}

/// The changes with several items, in the order in which they come in an entry. A standby notification has
/// one of the three in each change.
const GROUPS: [(&str, &str, Option<&str>); 6] = [
    ("messages", "messages", None),
    ("messages", "statuses", None),
    ("standby", "messages", Some("standby")),
    ("standby", "message_echoes", Some("standby")),
    ("standby", "statuses", Some("standby")),
    ("smb_message_echoes", "message_echoes", None),
];

fn changes(updates: &[Update], settings: &Settings) -> Vec<Value> {
    let mut groups = GROUPS.map(|(field, key, inside)| Group {
        field,
        key,
        inside,
        contacts: Vec::new(),
        items: Vec::new(),
    });
    let mut changes = Vec::new();
    for update in updates {
        let (field, key, contact, item) = match update {
            Update::Message { contact, message } => {
                ("messages", "messages", contact.as_ref(), message)
            }
            Update::Status { contact, status } => {
                ("messages", "statuses", contact.as_ref(), status)
            }
            Update::StandbyMessage { contact, message } => {
                ("standby", "messages", contact.as_ref(), message)
            }
            Update::StandbyEcho(echo) => ("standby", "message_echoes", None, echo),
            Update::StandbyStatus { contact, status } => {
                ("standby", "statuses", contact.as_ref(), status)
            }
            Update::AppEcho { contact, echo } => {
                ("smb_message_echoes", "message_echoes", Some(contact), echo)
            }
            Update::Field { field, value } => {
                changes.push(json!({"value": value, "field": field}));
                continue;
            }
        };
        let group = groups
            .iter_mut()
            .find(|group| (group.field, group.key) == (field, key));
        if let Some(group) = group {
            group.add(contact, item);
        }
    }
    let mut grouped: Vec<Value> = groups
        .into_iter()
        .filter(|group| !group.items.is_empty())
        .map(|group| group.change(settings))
        .collect();
    grouped.append(&mut changes);
    grouped
}

impl Group {
    fn add(&mut self, contact: Option<&Value>, item: &Value) {
        if let Some(contact) = contact
            && !self.contacts.contains(contact)
        {
            self.contacts.push(contact.clone());
        }
        self.items.push(item.clone());
    }

    fn change(self, settings: &Settings) -> Value {
        let mut value = json!({
            "messaging_product": "whatsapp",
            "metadata": {
                "display_phone_number": settings.display_phone_number,
                "phone_number_id": settings.phone_number_id,
            },
        });
        let place = match self.inside {
            Some(member) => &mut value[member],
            None => &mut value,
        };
        if !self.contacts.is_empty() {
            place["contacts"] = Value::Array(self.contacts);
        }
        place[self.key] = Value::Array(self.items);
        json!({"value": value, "field": self.field})
    }
}
