//! `status: "read"`: a customer's message is marked as read, perhaps with a typing indicator.

use serde_json::{Map, Value, json};

use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::ids::Way;
use crate::model::line::Carrier;
use crate::model::world::State;

/// Older messages cannot be marked.
const OLDEST: u64 = 30 * 24 * 60 * 60;
/// The indicator is gone after so many seconds, or with the next message.
const TYPING: u64 = 25;

/// Marks the message, and all earlier ones of the same customer.
pub(super) fn mark_read(
    state: &mut State,
    request: &Map<String, Value>,
) -> Result<Value, GraphError> {
    let fields = Fields::top(request);
    let status = fields.text("status")?;
    if !status.eq_ignore_ascii_case("read") {
        return Err(GraphError::parameter(format!(
            "Param status must be one of {{READ}} - got \"{status}\"."
        )));
    }
    let id = fields.text("message_id")?;
    let typing = typing(&fields)?;
    let now = state.clock.seconds();
    let entry = state
        .ledger
        .find_on(Carrier::CloudApi, id)
        .filter(|entry| entry.way == Way::In && now.saturating_sub(entry.at) < OLDEST)
        .ok_or_else(|| GraphError::new(131_009).details("Message Id is invalid."))?;
    let person = state.customers.meet(&entry.with, now);
    person.read_up_to(id);
    if typing {
        person.typing_until = Some(now.saturating_add(TYPING));
    }
    tracing::info!(
        "read by the business{}",
        if typing { ", which types" } else { "" }
    );
    Ok(json!({"success": true}))
}

/// Whether the customer is to see the business typing.
fn typing(fields: &Fields<'_>) -> Result<bool, GraphError> {
    let Some(indicator) = fields.optional_object("typing_indicator")? else {
        return Ok(false);
    };
    let kind = indicator.text("type")?;
    if kind.eq_ignore_ascii_case("text") {
        Ok(true)
    } else {
        Err(GraphError::parameter(format!(
            "Param typing_indicator['type'] must be one of {{TEXT}} - got \"{kind}\"."
        )))
    }
}
