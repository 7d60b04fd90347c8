//! A customer's message, as a notification contains it.

use serde_json::{Map, Value, json};

use crate::model::customers::{Person, Sent};
use crate::model::exchange::ledger::{Author, Entry};
use crate::model::ids::Way;
use crate::model::notifications::Update;
use crate::model::settings::Settings;
use crate::model::world::State;

/// What a customer sends.
pub(crate) struct Words<'a> {
    /// The message's type.
    pub(crate) kind: &'a str,
    /// The object under the key of that name.
    pub(crate) content: Value,
    /// The message that this one answers.
    pub(crate) quoting: Option<&'a str>,
    /// Other members of the message; they go into the objects that it has.
    pub(crate) more: Map<String, Value>,
}

/// The customer `id` sends a message. Returns the message's id. That of a blocked customer does not arrive.
pub(crate) fn send(state: &mut State, settings: &Settings, id: &str, words: Words<'_>) -> String {
    let Words {
        kind,
        content,
        quoting,
        more,
    } = words;
    let now = state.clock.seconds();
    let blocked = state.is_blocked(id);
    let person = state.customers.meet(id, now);
    if !blocked {
        person.wrote_at = Some(now);
    }
    let message_id = state.ids.message(Way::In, person.id());

    let mut message = json!({});
    if let Some(wa_id) = &person.wa_id {
        message["from"] = json!(wa_id);
    }
    if let Some(user_id) = &person.user_id {
        message["from_user_id"] = json!(user_id);
    }
    if let Some(parent) = &person.parent_user_id {
        message["from_parent_user_id"] = json!(parent);
    }
    message["id"] = json!(message_id);
    message["timestamp"] = json!(now.to_string());
    if let Some(quoted) = quoting {
        let from = match state.ledger.find(quoted).map(|entry| entry.way) {
            Some(Way::In) => person.wa_id.clone(),
            _ => Some(settings.display_phone_number.clone()),
        };
        message["context"] = json!({"id": quoted});
        if let Some(from) = from {
            message["context"] = json!({"from": from, "id": quoted});
        }
    }
    message["type"] = json!(kind);
    person.sent.push(Sent {
        id: message_id.clone(),
        kind: kind.to_owned(),
        content: content.clone(),
        at: now,
        read: false,
    });
    message[kind] = content;
    for (name, value) in more {
        match (&mut message[&name], value) {
            (Value::Object(there), Value::Object(members)) => there.extend(members),
            (place, value) => *place = value,
        }
    }

    let contact = contact(person);
    let other = person.id().to_owned();
    let with_agent = person.with_agent;
    if blocked {
        tracing::info!("{other} is blocked: {kind} does not arrive");
        return message_id;
    }
    tracing::info!("{other} sends {kind}");
    state.ledger.write(
        &message_id,
        Entry {
            way: Way::In,
            author: Author::Client,
            kind: kind.to_owned(),
            at: now,
            callback_data: None,
            category: "service".to_owned(),
            template_id: None,
            with: other,
            events: Vec::new(),
        },
    );
    let contact = Some(contact);
    let update = if with_agent {
        Update::StandbyMessage { contact, message }
    } else {
        Update::Message { contact, message }
    };
    state.outbox.add(update, settings);
    message_id
}

/// A person as an item of `contacts`.
pub(crate) fn contact(person: &Person) -> Value {
    let mut profile = json!({"name": person.name});
    if let Some(username) = &person.username {
        profile["username"] = json!(username);
    }
    let mut contact = json!({"profile": profile});
    if let Some(wa_id) = &person.wa_id {
        contact["wa_id"] = json!(wa_id);
    }
    if let Some(user_id) = &person.user_id {
        contact["user_id"] = json!(user_id);
    }
    if let Some(parent) = &person.parent_user_id {
        contact["parent_user_id"] = json!(parent);
    }
    contact
}
