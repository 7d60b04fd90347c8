//! The list of templates.

use serde_json::Value;

use crate::graph::call::Call;
use crate::graph::paging::Page;
use crate::graph::selection::Node;
use crate::model::GraphError;
use crate::model::account::HealthEntity;
use crate::model::templates::Template;
use crate::model::world::World;

const TEMPLATE: Node = Node {
    kind: "WhatsAppMessageTemplate",
    known: &[
        "bid_spec",
        "category",
        "components",
        "correct_category",
        "created_time",
        "cta_url_link_tracking_opted_out",
        "degrees_of_freedom_spec",
        "display_format",
        "health_status",
        "is_primary_device_delivery_only",
        "language",
        "last_updated_time",
        "library_template_name",
        "message_send_ttl_seconds",
        "name",
        "parameter_format",
        "previous_category",
        "quality_score",
        "rejected_reason",
        "source",
        "status",
        "sub_category",
    ],
    unasked: &[
        "category",
        "components",
        "correct_category",
        "language",
        "message_send_ttl_seconds",
        "name",
        "parameter_format",
        "previous_category",
        "source",
        "status",
        "sub_category",
    ],
};

/// `GET /{business account id}/message_templates`, filtered by `name`, `status`, `language`, `category`,
/// `source` and `correct_category`, paged by `limit` and `after`.
pub(in crate::graph) fn list(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    let page = Page::read(call)?;
    let is = |key: &str, value: &str| {
        call.query(key)
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(value))
    };
    let matches = |template: &&Template| {
        call.query("name")
            .is_none_or(|part| template.name.contains(part))
            && is("status", &template.status)
            && is("language", &template.language)
            && is("category", &template.category)
            && ["source", "correct_category"]
                .iter()
                .all(|key| is(key, template.listing[key].as_str().unwrap_or_default()))
    };
    let found = world.look(|state| {
        let templates = state.templates.all().iter().filter(matches);
        templates
            .map(|template| TEMPLATE.select(call, template.listing.clone()))
            .collect::<Result<Vec<_>, _>>()
    })?;
    Ok(page.of(found, call, &world.settings))
}

/// `GET /{template id}`; nothing if no template has this id.
pub(in crate::graph) fn read(
    world: &World,
    call: &Call,
    id: &str,
) -> Option<Result<Value, GraphError>> {
    world.look(|state| {
        let mut templates = state.templates.all().iter();
        templates
            .find(|template| template.id() == id)
            .map(|template| {
                let mut listing = template.listing.clone();
                listing["health_status"] = state
                    .account
                    .health_of(&world.settings, Some((HealthEntity::MessageTemplate, id)));
                TEMPLATE.select(call, listing)
            })
    })
}
