//! What a command answers, by status.

use serde_json::{Map, Value, json};
use uip_contract::manifest::{Command, Kind, ResponseField};

use super::reference;
use super::tree::{Row, Tree};

/// What the host says of these members, where a manifest says nothing.
fn known_rows() -> [(&'static str, Row<'static>); 4] {
    [
        ("failure", Row::new(Kind::String, "How the command failed.")),
        (
            "retryable",
            Row::new(
                Kind::Boolean,
                "Whether nothing was sent and it is of use to try again.",
            ),
        ),
        (
            "code",
            Row::new(Kind::String, "A word or number for what happened."),
        ),
        (
            "error",
            Row::new(
                Kind::String,
                "What happened, and whether anything was sent.",
            ),
        ),
    ]
}

fn row(field: &ResponseField) -> (&str, Row<'_>) {
    (field.name.as_str(), Row::of_response(field))
}

pub(super) fn success_schema(command: &Command) -> Value {
    let fields = command.response.iter();
    let fields = fields.filter(|field| !field.is_of_failure() && field.name != "status");
    with_status("success", &[], &Tree::new(fields.map(row)))
}

/// One schema for the failures of all commands of an adapter: the first
/// command that has a member describes it.
pub(super) fn failure_schema(commands: &[Command]) -> Value {
    let fields = commands.iter().flat_map(|command| &command.response);
    let rows = fields.filter(|field| field.is_of_failure()).map(row);
    let rows = Tree::new(rows.chain(known_rows()));
    with_status("failure", &["failure", "retryable"], &rows)
}

pub(super) fn refusal_schema() -> Value {
    let mistakes = "Every mistake in the request, each naming its field.";
    let rows = known_rows().into_iter().chain([
        ("mistakes", Row::new(Kind::Array, mistakes)),
        ("mistakes[0]", Row::new(Kind::String, "")),
    ]);
    let required = ["failure", "retryable", "code", "error"];
    let mut schema = with_status("failure", &required, &Tree::new(rows));
    if let Some(failure) = schema.pointer_mut("/properties/failure") {
        *failure = json!({ "type": "string", "const": "execution-failed", "description": "The command did not run." });
    }
    schema
}

/// What a dry run keeps back.
pub(super) fn dry_run_schema() -> Value {
    json!({
        "type": "object",
        "required": ["status", "requests"],
        "properties": {
            "status": { "type": "string", "const": "dry-run" },
            "note": { "type": "string", "description": "Says that more requests may follow, where the last one only asks." },
            "requests": {
                "type": "array",
                "description": "What the command would send, in order, without secrets. What comes after the first can depend on its answer.",
                "items": {
                    "type": "object",
                    "required": ["method", "url", "headers"],
                    "properties": {
                        "method": { "type": "string" },
                        "url": { "type": "string" },
                        "headers": { "type": "object", "additionalProperties": { "type": "string" } },
                        "body": { "description": "JSON as it stands, or else text." },
                        "bodyBase64": { "type": "string", "description": "A body that is no text." },
                        "bodyOmitted": { "type": "boolean", "description": "Whether the body is too large to show, or holds a secret among bytes." },
                    },
                },
            },
        },
    })
}

fn with_status(status: &str, required: &[&str], rows: &Tree<'_>) -> Value {
    let mut properties = Map::from_iter([(
        "status".to_owned(),
        json!({ "type": "string", "const": status }),
    )]);
    properties.extend(rows.response_properties());
    let required: Vec<&str> = ["status"].iter().chain(required).copied().collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// The refusals that every operation has.
const REFUSALS: [(&str, &str, &str); 7] = [
    (
        "400",
        "InvalidRequest",
        "The request is not JSON, or does not fit the command: `mistakes` lists why. Nothing was sent.",
    ),
    (
        "401",
        "Unauthorized",
        "The token is missing or wrong. Nothing was sent.",
    ),
    (
        "403",
        "Forbidden",
        "The token opens another adapter. Nothing was sent.",
    ),
    (
        "404",
        "NotFound",
        "There is no such adapter or command. Nothing was sent.",
    ),
    (
        "408",
        "TooSlow",
        "The request took too long to arrive. Nothing was sent.",
    ),
    (
        "413",
        "TooLarge",
        "The request is too large. Nothing was sent.",
    ),
    (
        "415",
        "WrongContentType",
        "The request is not `application/json`. Nothing was sent.",
    ),
];

/// The refusals, as components to refer to.
pub(super) fn refusals() -> Value {
    let refusal = |(status, name, description): (&str, &str, &str)| {
        let mut response = json_response(description, "Refusal");
        if let (Some(response), "401") = (response.as_object_mut(), status) {
            let challenge = json!({ "WWW-Authenticate": { "description": "How to authenticate.", "schema": { "type": "string" } } });
            response.insert("headers".to_owned(), challenge);
        }
        (name.to_owned(), response)
    };
    Value::Object(REFUSALS.into_iter().map(refusal).collect())
}

/// All responses of a command's operation.
pub(super) fn of_command(success: &str, failure: &str) -> Value {
    all(&reference(success), failure)
}

/// All responses of the operation that calls any command.
pub(super) fn of_call(failure: &str) -> Value {
    let success = json!({
        "type": "object",
        "required": ["status"],
        "properties": { "status": { "type": "string", "const": "success" } },
        "description": "The response of the command, as its own operation describes it.",
    });
    all(&success, failure)
}

fn all(success: &Value, failure: &str) -> Value {
    let mut responses = Map::new();
    responses.insert(
        "200".to_owned(),
        json!({
            "description": "The command succeeded, or it was a dry run.",
            "content": {
                "application/json": {
                    "schema": { "oneOf": [success, reference("DryRun")] },
                },
            },
        }),
    );
    for (status, name, _) in REFUSALS {
        let reference = json!({ "$ref": format!("#/components/responses/{name}") });
        responses.insert(status.to_owned(), reference);
    }
    responses.insert(
        "422".to_owned(),
        json_response(
            "The command failed for good, and nothing was sent. Change something first.",
            failure,
        ),
    );
    responses.insert(
        "424".to_owned(),
        json_response(
            "It is not known whether something was sent. Find out before you call again.",
            failure,
        ),
    );
    let mut busy = json_response(
        "The command failed for now, and nothing was sent. Send it again later.",
        failure,
    );
    if let Some(busy) = busy.as_object_mut() {
        let wait = json!({ "Retry-After": { "description": "How many seconds to wait.", "schema": { "type": "integer", "minimum": 0 } } });
        busy.insert("headers".to_owned(), wait);
    }
    responses.insert("503".to_owned(), busy);
    Value::Object(responses)
}

fn json_response(description: &str, schema: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/json": { "schema": reference(schema) } },
    })
}
