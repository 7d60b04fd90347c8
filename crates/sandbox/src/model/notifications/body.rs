//! Updates put together into one POST body.

use serde_json::{Value, json};

use crate::model::settings::Settings;

/// One update to report.
#[derive(Debug, Clone)]
pub(crate) enum Update {
    /// A customer's message.
    Message { contact: Value, message: Value },
    /// What became of a message of ours.
    Status {
        contact: Option<Value>,
        status: Value,
    },
    /// Any other webhook field, with its `value` as given.
    Field { field: String, value: Value },
}

/// Builds the body: updates in order, as many in each entry as the batch allows. Within an entry, messages
/// share one change, statuses another, and every other field has its own.
pub(crate) fn body(updates: &[Update], settings: &Settings) -> Value {
    let entries: Vec<Value> = updates
        .chunks(settings.batch.updates_per_entry.max(1))
        .map(|chunk| json!({"id": settings.business_account_id, "changes": changes(chunk, settings)}))
        .collect();
    json!({"object": "whatsapp_business_account", "entry": entries})
}

fn changes(updates: &[Update], settings: &Settings) -> Vec<Value> {
    let mut contacts = (Vec::new(), Vec::new());
    let (mut messages, mut statuses, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for update in updates {
        match update {
            Update::Message { contact, message } => {
                add_once(&mut contacts.0, contact);
                messages.push(message.clone());
            }
            Update::Status { contact, status } => {
                if let Some(contact) = contact {
                    add_once(&mut contacts.1, contact);
                }
                statuses.push(status.clone());
            }
            Update::Field { field, value } => {
                changes.push(json!({"value": value, "field": field}));
            }
        }
    }
    let mut grouped = Vec::new();
    if !messages.is_empty() {
        grouped.push(change(settings, contacts.0, "messages", messages));
    }
    if !statuses.is_empty() {
        grouped.push(change(settings, contacts.1, "statuses", statuses));
    }
    grouped.append(&mut changes);
    grouped
}

fn add_once(contacts: &mut Vec<Value>, contact: &Value) {
    if !contacts.contains(contact) {
        contacts.push(contact.clone());
    }
}

fn change(settings: &Settings, contacts: Vec<Value>, key: &str, items: Vec<Value>) -> Value {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": settings.display_phone_number,
            "phone_number_id": settings.phone_number_id,
        },
    });
    if !contacts.is_empty() {
        value["contacts"] = Value::Array(contacts);
    }
    value[key] = Value::Array(items);
    json!({"value": value, "field": "messages"})
}
