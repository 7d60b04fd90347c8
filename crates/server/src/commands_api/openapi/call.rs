//! The operation that calls any command of an adapter, with properties for the
//! call.

use serde_json::{Map, Value, json};
use uip_contract::manifest::Property;

use super::{dry_run_parameter, responses};
use crate::AdapterInfo;

const DESCRIPTION: &str = "\
Calls a command with values of properties for this call alone, in place of the \
configured ones, such as those of a tenant. null means that the property has no value.";

pub(super) fn operation(adapter: &AdapterInfo, operation_id: &str, failure: &str) -> Value {
    let commands: Vec<&str> = adapter.commands().collect();
    let properties = adapter.manifest.properties.iter();
    let properties: Map<String, Value> = properties
        .filter(|property| adapter.per_call.contains(&property.name))
        .map(|property| (property.name.clone(), schema(property)))
        .collect();
    let request = json!({
        "type": "object",
        "required": ["command"],
        "additionalProperties": false,
        "properties": {
            "command": { "type": "string", "enum": commands },
            "request": {
                "type": "object",
                "description": "The request of the command, as its own operation describes it.",
            },
            "properties": {
                "type": "object",
                "additionalProperties": false,
                "properties": properties,
            },
        },
    });
    json!({
        "operationId": operation_id,
        "tags": [adapter.name],
        "summary": "Call a command with properties",
        "description": DESCRIPTION,
        "parameters": [dry_run_parameter()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": request } } },
        "responses": responses::of_call(failure),
    })
}

fn schema(property: &Property) -> Value {
    let about = property.comments.as_deref().unwrap_or(&property.display);
    let mut schema = Map::from_iter([
        ("type".to_owned(), json!([property.kind, "null"])),
        ("description".to_owned(), about.into()),
    ]);
    if property.is_secret {
        schema.insert("writeOnly".to_owned(), true.into());
    }
    Value::Object(schema)
}
