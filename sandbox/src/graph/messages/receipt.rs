//! `status: "read"`: a customer's message is marked as read, perhaps with a typing indicator.

use serde_json::{Map, Value, json};

use crate::graph::GraphError;
use crate::graph::fields::Fields;
use crate::ids::Way;
use crate::world::State;

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
    if let Some(indicator) = fields.optional_object("typing_indicator")? {
        let kind = indicator.text("type")?;
        if !kind.eq_ignore_ascii_case("text") {
            return Err(GraphError::parameter(format!(
                "Param typing_indicator['type'] must be one of {{TEXT}} - got \"{kind}\"."
            )));
        }
    }
    if state
        .ledger
        .find(id)
        .is_none_or(|entry| entry.way != Way::In)
    {
        return Err(GraphError::new(131_009).details("Message Id is invalid."));
    }
    Ok(json!({"success": true}))
}
