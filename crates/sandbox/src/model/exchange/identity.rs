//! A customer gets another phone number or another user id: `system` messages.
//!
//! Source: Meta's page "System messages webhook reference", as of 2026-08-11. It has no `contacts`, and names
//! the previous ids. A new number brings a new user id.

use serde_json::{Value, json};

use crate::model::customers::Person;
use crate::model::ids::{Way, parent_user_id_for, user_id_for};
use crate::model::notifications::Update;
use crate::model::settings::Settings;
use crate::model::world::State;

/// The customer `id` changes to the phone number `new`, in digits. Returns the id of the message about it.
pub(crate) fn change_number(state: &mut State, settings: &Settings, id: &str, new: &str) -> String {
    let now = state.clock.seconds();
    let person = state.customers.meet(id, now);
    let old = person.id().to_owned();
    let before = (person.user_id.clone(), person.parent_user_id.clone());
    person.wa_id = Some(new.to_owned());
    if before.0.is_some() {
        renew(person, user_id_for(new));
    }
    let mut system = json!({
        "body": format!("User {} changed from {old} to {new}", person.name),
        "wa_id": new,
        "type": "user_changed_number",
    });
    name_ids(&mut system, person, &before);
    tell(state, settings, Some(&old), new, system)
}

/// The customer `id`, whose number is hidden, gets the user id `new`. Returns the id of the message about it.
pub(crate) fn change_user_id(
    state: &mut State,
    settings: &Settings,
    id: &str,
    new: &str,
) -> String {
    let now = state.clock.seconds();
    let person = state.customers.meet(id, now);
    let before = (person.user_id.clone(), person.parent_user_id.clone());
    let old = before.0.clone().unwrap_or_default();
    renew(person, new.to_owned());
    let mut system = json!({
        "body": format!("User {} changed from {old} to {new}", person.name),
        "type": "user_changed_user_id",
    });
    name_ids(&mut system, person, &before);
    tell(state, settings, None, new, system)
}

/// Another user id, and with it another parent id if there was one.
fn renew(person: &mut Person, user_id: String) {
    if person.parent_user_id.is_some() {
        person.parent_user_id = Some(parent_user_id_for(&user_id));
    }
    person.user_id = Some(user_id);
}

fn name_ids(system: &mut Value, person: &Person, before: &(Option<String>, Option<String>)) {
    for (key, id) in [
        ("user_id", &person.user_id),
        ("previous_user_id", &before.0),
        ("parent_user_id", &person.parent_user_id),
        ("previous_parent_user_id", &before.1),
    ] {
        if let Some(id) = id {
            system[key] = json!(id);
        }
    }
}

fn tell(
    state: &mut State,
    settings: &Settings,
    from: Option<&str>,
    new: &str,
    system: Value,
) -> String {
    let now = state.clock.seconds();
    let id = state.ids.message(Way::In, from.unwrap_or(new));
    let mut message = json!({});
    if let Some(from) = from {
        message["from"] = json!(from);
        state.ledger.rename(from, new);
    }
    message["id"] = json!(id);
    message["timestamp"] = json!(now.to_string());
    message["type"] = json!("system");
    message["system"] = system;
    let contact = None;
    state
        .outbox
        .add(Update::Message { contact, message }, settings);
    id
}
