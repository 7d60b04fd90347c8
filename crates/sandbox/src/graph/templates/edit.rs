//! `POST /{template id}`.

use serde_json::{Map, Value, json};

use super::check;
use super::refusal::{self, plain};
use crate::graph::call::Call;
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::templates::{Template, review};
use crate::model::world::World;

const DAY: u64 = 24 * 60 * 60;
const MONTH: u64 = 30 * DAY;
/// An approved template can be edited once in 24 hours and ten times in 30 days.
const MOST_IN_A_MONTH: usize = 10;

/// Members that an edit can change.
const CHANGEABLE: [&str; 5] = [
    "category",
    "components",
    "cta_url_link_tracking_opted_out",
    "message_send_ttl_seconds",
    "parameter_format",
];

/// Edits a template and has it reviewed again; `None` if no template has this id.
pub(in crate::graph) fn edit(
    world: &World,
    call: &Call,
    id: &str,
) -> Option<Result<Value, GraphError>> {
    let request = call.object();
    world.change(|state| {
        let now = state.clock.seconds();
        let template = state.templates.by_id(id)?;
        let changed = changed(template, &request, now).and_then(|changed| {
            let fields = Fields::top(&changed);
            let basics = check::Basics::read(&fields)?;
            // Components that were not sent again have passed before, and their samples are links by now.
            if request.contains_key("components") {
                check::components(&fields, basics, &state.uploads)?;
            }
            Ok(changed)
        });
        let changed = match changed {
            Ok(changed) => changed,
            Err(error) => return Some(Err(error)),
        };
        let replaced = state
            .templates
            .edit(id, Value::Object(changed), now)
            .map_err(|problem| plain("Invalid template", problem));
        Some(replaced.map(|()| {
            review::next(state, &world.settings, id);
            tracing::info!("template {id} edited");
            json!({"success": true})
        }))
    })
}

/// The definition with the changes in it.
fn changed(
    template: &Template,
    request: &Map<String, Value>,
    now: u64,
) -> Result<Map<String, Value>, GraphError> {
    if template.is_generated() {
        return Err(refusal::numbered(
            refusal::GENERATED_NOT_EDITABLE,
            "Can't update a Direct Send template",
            "Templates that Direct Send generates cannot be edited.",
        ));
    }
    if !matches!(template.status.as_str(), "APPROVED" | "REJECTED" | "PAUSED") {
        return Err(plain(
            "Template cannot be edited",
            "Only templates with the status APPROVED, REJECTED or PAUSED can be edited.",
        ));
    }
    if template.status == "APPROVED" {
        check_count(&template.edits, now)?;
        let category = request.get("category").and_then(Value::as_str);
        if category.is_some_and(|category| !category.eq_ignore_ascii_case(&template.category)) {
            return Err(plain(
                "Category cannot be edited",
                "The category of an approved template cannot be changed.",
            ));
        }
    }
    let changes: Map<String, Value> = request
        .iter()
        .filter(|(key, _)| CHANGEABLE.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if changes.is_empty() {
        return Err(GraphError::invalid(format!(
            "The request has none of {}.",
            CHANGEABLE.join(", ")
        )));
    }
    let mut definition = template.listing.as_object().cloned().unwrap_or_default();
    definition.extend(changes);
    Ok(definition)
}

fn check_count(edits: &[u64], now: u64) -> Result<(), GraphError> {
    let within = |age: u64| {
        edits
            .iter()
            .filter(|at| now.saturating_sub(**at) < age)
            .count()
    };
    if within(DAY) > 0 || within(MONTH) >= MOST_IN_A_MONTH {
        return Err(plain(
            "Template edit limit reached",
            "An approved template can be edited once in 24 hours and 10 times in 30 days.",
        ));
    }
    Ok(())
}
