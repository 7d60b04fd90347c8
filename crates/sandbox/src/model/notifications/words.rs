//! What customers do and what becomes of messages, in Meta's words.

use serde_json::{Value, json};

use super::Update;
use crate::model::customers::Person;
use crate::model::exchange::inbound::Said;
use crate::model::exchange::ledger::{Author, Entry};
use crate::model::exchange::statuses::Progress;
use crate::model::ids::Way;
use crate::model::media::{Attachment, Kind};
use crate::model::settings::Settings;
use crate::model::world::State;

/// A customer's message, as `messages` contains it.
pub(crate) fn message(person: &Person, said: Said<'_>, settings: &Settings) -> Update {
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
    message["id"] = json!(said.id);
    message["timestamp"] = json!(said.at.to_string());
    if let Some(quoted) = said.quoted {
        let from = match quoted.known {
            Some((Way::In, _)) => person.wa_id.as_deref(),
            _ => Some(settings.display_phone_number.as_str()),
        };
        message["context"] = json!({"id": quoted.id});
        if let Some(from) = from {
            message["context"] = json!({"from": from, "id": quoted.id});
        }
    }
    message["type"] = json!(said.kind);
    message[said.kind] = said.content;
    for (name, value) in said.more {
        match (&mut message[&name], value) {
            (Value::Object(there), Value::Object(members)) => there.extend(members),
            (place, value) => *place = value,
        }
    }
    let contact = Some(contact(person));
    if person.with_agent {
        Update::StandbyMessage { contact, message }
    } else {
        Update::Message { contact, message }
    }
}

/// Hosts the file of a customer's message, and adds to `content` what a notification says about it.
pub(crate) fn host(
    state: &mut State,
    settings: &Settings,
    attachment: &Attachment,
    content: &mut Value,
) {
    let (id, now) = (state.ids.object(), state.clock.seconds());
    let media = attachment.hosted(&id, now);
    content["sha256"] = json!(media.sha256_base64());
    content["id"] = json!(id);
    state.media.keep(media);
    content["url"] = json!(state.media_link(&id, &settings.base()));
    match attachment.kind() {
        Kind::Audio => content["voice"] = json!(attachment.is_voice()),
        Kind::Sticker => content["animated"] = json!(attachment.is_animated()),
        _ => {}
    }
}

/// A status of a message to `person`, as `statuses` contains it.
pub(crate) fn status(person: &Person, entry: Option<&Entry>, progress: &Progress<'_>) -> Update {
    let error = progress.error;
    let mut status = json!({
        "id": progress.message_id,
        "status": progress.status,
        "timestamp": progress.at.to_string(),
    });
    if let Some(wa_id) = &person.wa_id {
        status["recipient_id"] = json!(wa_id);
    }
    if let Some(user_id) = &person.user_id {
        status["recipient_user_id"] = json!(user_id);
    }
    if let Some(parent) = &person.parent_user_id {
        status["parent_recipient_user_id"] = json!(parent);
    }
    if let Some(data) = entry.and_then(|entry| entry.callback_data.as_ref()) {
        status["biz_opaque_callback_data"] = json!(data);
    }
    if error.is_none()
        && let Some(entry) = entry
    {
        status["pricing"] = pricing(&entry.category);
        if let Some(template_id) = &entry.template_id {
            status["template_id"] = json!(template_id);
        }
    }
    if let Some(error) = error {
        status["errors"] = json!([error.in_status()]);
    }
    // Since customers have user ids, Meta names them beside each status but `failed`.
    let contact = (person.user_id.is_some() && error.is_none()).then(|| contact(person));
    if entry.is_some_and(|entry| entry.author == Author::Agent) {
        Update::StandbyStatus { contact, status }
    } else {
        Update::Status { contact, status }
    }
}

fn pricing(category: &str) -> Value {
    let billable = category != "service";
    json!({
        "billable": billable,
        "pricing_model": "PMP",
        "category": category,
        "type": if billable { "regular" } else { "free_customer_service" },
    })
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
