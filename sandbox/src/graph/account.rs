//! What a client reads about the account: its number and its templates.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::GraphError;
use crate::settings::Settings;
use crate::templates::Template;
use crate::world::World;

/// `GET /{phone number id}` or `GET /{business account id}`.
pub(super) fn read(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    let settings = &world.settings;
    if id == settings.phone_number_id {
        Ok(only(call, phone_number(settings)))
    } else if id == settings.business_account_id {
        Ok(only(
            call,
            json!({
                "id": id,
                "name": settings.verified_name,
                "timezone_id": "1",
                "message_template_namespace": "sandbox",
            }),
        ))
    } else {
        Err(GraphError::no_such_object(&call.method, id))
    }
}

/// `GET /{business account id}/phone_numbers`.
pub(super) fn phone_numbers(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    let number = only(call, phone_number(&world.settings));
    Ok(json!({"data": [number], "paging": {"cursors": {"before": "MA==", "after": "MA=="}}}))
}

fn phone_number(settings: &Settings) -> Value {
    json!({
        "verified_name": settings.verified_name,
        "code_verification_status": "VERIFIED",
        "display_phone_number": settings.display_phone_number,
        "quality_rating": "GREEN",
        "platform_type": "CLOUD_API",
        "throughput": {"level": "STANDARD"},
        "status": "CONNECTED",
        "name_status": "APPROVED",
        "id": settings.phone_number_id,
    })
}

/// `GET /{business account id}/message_templates`, filtered by `name`, `status`, `language` and `category`,
/// paged by `limit` and `after`.
pub(super) fn templates(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    let matches = |template: &&Template| {
        let is = |key: &str, value: &str| {
            call.query(key)
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(value))
        };
        call.query("name")
            .is_none_or(|part| template.name.contains(part))
            && is("status", &template.status)
            && is("language", &template.language)
            && is("category", &template.category)
    };
    let number = |key| call.query(key).and_then(|text| text.parse::<usize>().ok());
    let from = number("after").unwrap_or(0);
    let limit = number("limit").unwrap_or(25).clamp(1, 1000);

    let found: Vec<&Template> = world
        .settings
        .templates
        .all()
        .iter()
        .filter(matches)
        .collect();
    let page: Vec<Value> = found
        .iter()
        .skip(from)
        .take(limit)
        .map(|template| only(call, template.listing.clone()))
        .collect();
    let to = from + page.len();
    let mut paging = json!({"cursors": {"before": from.to_string(), "after": to.to_string()}});
    if to < found.len() {
        paging["next"] = json!(format!("/{id}/message_templates?limit={limit}&after={to}"));
    }
    Ok(json!({"data": page, "paging": paging}))
}

/// The members that `fields` asks for; always the id.
fn only(call: &Call, value: Value) -> Value {
    let (Some(fields), Value::Object(object)) = (call.query("fields"), &value) else {
        return value;
    };
    let wanted: Vec<&str> = fields.split(',').map(str::trim).collect();
    let kept: Map<String, Value> = object
        .iter()
        .filter(|(key, _)| key.as_str() == "id" || wanted.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    Value::Object(kept)
}
