//! `GET /{phone number id}/message_history`: what became of messages.
//!
//! Source: Meta's page "WhatsApp Business Account Message History API", v23.0. It documents neither the
//! order, nor how far back it reaches, nor the answer for an unknown `message_id`: here the newest message
//! comes first, all are kept, and an unknown id finds nothing.

use serde_json::{Value, json};

use super::call::Call;
use super::paging::Page;
use super::selection::{Node, nested};
use crate::model::GraphError;
use crate::model::exchange::ledger::{Author, Entry, Event};
use crate::model::ids::{Way, object_for};
use crate::model::line::Carrier;
use crate::model::world::World;

const LARGEST_PAGE: usize = 100;

const MESSAGE: Node = Node {
    kind: "WhatsAppMessageHistory",
    known: &["events", "message_id"],
    unasked: &["message_id"],
};

const EVENT: Node = Node {
    kind: "WhatsAppMessageDeliveryStatusOccurrence",
    known: &[
        "application",
        "delivery_status",
        "error_description",
        "timestamp",
        "webhook_update_state",
        "webhook_uri",
    ],
    unasked: &[],
};

/// Messages that the business sent, with `message_id` only this one.
pub(super) fn read(world: &World, call: &Call) -> Result<Value, GraphError> {
    let page = Page::read_up_to(call, LARGEST_PAGE)?;
    let wanted = call.query("message_id");
    let found = world.look(|state| {
        let callback = state.account.callback();
        state
            .ledger
            .newest_first()
            .filter(|(id, entry)| {
                entry.way == Way::Out
                    && entry.line.carrier == Carrier::CloudApi
                    && entry.author == Author::Client
                    && wanted.is_none_or(|wanted| wanted == *id)
            })
            .map(|(id, entry)| listed(call, world, id, entry, callback))
            .collect::<Result<Vec<_>, _>>()
    })?;
    Ok(page.of(found, call, &world.settings))
}

fn listed(
    call: &Call,
    world: &World,
    id: &str,
    entry: &Entry,
    callback: Option<&str>,
) -> Result<Value, GraphError> {
    let asked = call
        .query("fields")
        .and_then(|fields| nested(fields, "events"));
    let mut events = Vec::new();
    for (place, event) in entry.events.iter().enumerate() {
        let event_id = object_for(&format!("{id} {place}"));
        let whole = shown(event, &event_id, &world.settings.app_id, callback);
        events.push(EVENT.pick(asked.as_deref(), whole)?);
    }
    let message = json!({
        "id": object_for(id),
        "message_id": id,
        "events": {"data": events},
    });
    MESSAGE.select(call, message)
}

/// One status as the history lists it. Without a callback nothing is said about the webhook.
fn shown(event: &Event, id: &str, app_id: &str, callback: Option<&str>) -> Value {
    let mut shown = json!({
        "id": id,
        "delivery_status": event.status.to_uppercase(),
        "timestamp": event.at,
        "application": {"id": app_id},
    });
    if let Some(error) = &event.error {
        shown["error_description"] = json!(error);
    }
    if let Some(url) = callback {
        shown["webhook_uri"] = json!(url);
        shown["webhook_update_state"] = json!("DELIVERED");
    }
    shown
}
