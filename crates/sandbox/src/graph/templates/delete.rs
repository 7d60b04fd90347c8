//! `DELETE /{business account id}/message_templates`.

use serde_json::{Value, json};

use super::refusal;
use crate::graph::call::Call;
use crate::model::GraphError;
use crate::model::templates::Template;
use crate::model::world::World;

/// Deletes every language of `name`, or with `hsm_id` the one template that has this id and this name. The
/// name of an approved template stays blocked for 30 days.
pub(in crate::graph) fn delete(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    let name = call
        .parameter("name")
        .filter(|name| !name.is_empty())
        .ok_or_else(|| GraphError::parameter("The parameter name is required."))?;
    let template_id = call.parameter("hsm_id");
    world.change(|state| {
        let now = state.clock.seconds();
        let found: Vec<&Template> = state
            .templates
            .all()
            .iter()
            .filter(|template| {
                template.name == name
                    && template_id
                        .as_deref()
                        .is_none_or(|wanted| template.id() == wanted)
            })
            .collect();
        if found.is_empty() {
            return Err(refusal::numbered(
                refusal::NOT_FOUND,
                "Message Template Not Found",
                format!("The message template {name} was not found. It may have been deleted."),
            ));
        }
        if found.iter().any(|template| template.is_generated()) {
            return Err(refusal::numbered(
                refusal::GENERATED_NOT_DELETABLE,
                "Can't delete a Direct Send template",
                "Templates that Direct Send generates cannot be deleted.",
            ));
        }
        let ids: Vec<String> = found
            .iter()
            .map(|template| template.id().to_owned())
            .collect();
        state.templates.remove(&ids, now);
        tracing::info!("template {name} deleted");
        Ok(json!({"success": true}))
    })
}
