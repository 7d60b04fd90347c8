//! The statuses of a message, as notifications report them.

use serde_json::{Value, json};

use crate::model::GraphError;
use crate::model::exchange::inbound::contact;
use crate::model::exchange::ledger::{Author, Event};
use crate::model::notifications::Update;
use crate::model::settings::{AutoStatus, Settings};
use crate::model::world::State;

/// Reports one status of a message to the customer `to`.
pub(crate) fn report(
    state: &mut State,
    settings: &Settings,
    to: &str,
    message_id: &str,
    status: &str,
    error: Option<&GraphError>,
) {
    let now = state.clock.seconds();
    let entry = state.ledger.find(message_id).cloned();
    let person = state.customers.meet(to, now);

    let mut object = json!({
        "id": message_id,
        "status": status,
        "timestamp": now.to_string(),
    });
    if let Some(wa_id) = &person.wa_id {
        object["recipient_id"] = json!(wa_id);
    }
    if let Some(user_id) = &person.user_id {
        object["recipient_user_id"] = json!(user_id);
    }
    if let Some(parent) = &person.parent_user_id {
        object["parent_recipient_user_id"] = json!(parent);
    }
    if let Some(data) = entry
        .as_ref()
        .and_then(|entry| entry.callback_data.as_ref())
    {
        object["biz_opaque_callback_data"] = json!(data);
    }
    if error.is_none()
        && let Some(entry) = &entry
    {
        object["pricing"] = pricing(&entry.category);
        if let Some(template_id) = &entry.template_id {
            object["template_id"] = json!(template_id);
        }
    }
    if let Some(error) = error {
        object["errors"] = json!([error.in_status()]);
    }
    let event = Event {
        status: status.to_owned(),
        at: now,
        error: error.map(|error| error.summary().to_owned()),
    };
    // Since customers have user ids, Meta names them beside each status but `failed`.
    let contact = (person.user_id.is_some() && error.is_none()).then(|| contact(person));
    tracing::info!("{status} to {}", person.id());
    state.ledger.note(message_id, event);
    let of_agent = entry.is_some_and(|entry| entry.author == Author::Agent);
    let status = object;
    let update = if of_agent {
        Update::StandbyStatus { contact, status }
    } else {
        Update::Status { contact, status }
    };
    state.outbox.add(update, settings);
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

/// The statuses that an accepted message goes through by itself.
pub(crate) fn report_automatic(
    state: &mut State,
    settings: &Settings,
    to: &str,
    message_id: &str,
    kind: &str,
) {
    // Reactions are sent and never reported as delivered or read.
    let furthest = if kind == "reaction" {
        AutoStatus::Sent
    } else {
        AutoStatus::Read
    };
    for (step, status) in [
        (AutoStatus::Sent, "sent"),
        (AutoStatus::Delivered, "delivered"),
        (AutoStatus::Read, "read"),
    ] {
        if step <= settings.auto_status && step <= furthest {
            report(state, settings, to, message_id, status, None);
        }
    }
}
