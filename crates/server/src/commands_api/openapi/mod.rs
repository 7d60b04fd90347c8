//! The OpenAPI document of the commands API, made from manifests.

mod names;
mod place;
mod responses;
mod rows;
mod schema;

use serde_json::{Map, Value, json};

use crate::AdapterInfo;
pub use responses::tells_of_failure;

use names::{Names, identifier, pascal, percent_encoded};
use rows::Rows;

const DESCRIPTION: &str = "\
Calls commands of adapters. The status says what to do next:

- 200: the command succeeded. In a dry run: it would send these requests, and nothing was sent.
- 422: it failed for good, and nothing was sent. Change something first.
- 503: it failed for now, and nothing was sent. Send it again after `Retry-After` seconds.
- 424: it is not known whether something was sent. Find out before you call again: a repetition may send twice.
- 400, 401, 403, 404, 408, 413, 415: the host refused the request, and nothing was sent.

Each call is made: there is no deduplication, and `Idempotency-Key` is not looked at. \
If no answer arrives at all, treat it as 424.";

/// An OpenAPI 3.1 document with one operation for each adapter instance and
/// command. The same manifests in the same order give the same document.
///
/// Instances of the same adapter share their schemas.
pub fn document(adapters: &[AdapterInfo]) -> Value {
    let mut document = Document::default();
    for adapter in adapters {
        document.add(adapter);
    }
    document
        .schemas
        .insert("Refusal".to_owned(), responses::refusal_schema());
    document
        .schemas
        .insert("DryRun".to_owned(), responses::dry_run_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Commands of UIP adapters",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
        },
        "security": [{ "bearer": [] }],
        "tags": document.tags,
        "paths": document.paths,
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`commandsToken` in `[server]` opens the commands of every adapter, `commandsToken` in `[adapters.NAME]` those of the adapter NAME alone. This document describes the adapters that the token opens with which it was requested.",
                },
            },
            "schemas": document.schemas,
            "responses": responses::refusals(),
        },
    })
}

/// The names of the schemas of one command.
#[derive(Clone)]
struct CommandSchemas {
    request: String,
    success: String,
    failure: String,
}

struct Document<'m> {
    tags: Vec<Value>,
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
    schema_names: Names,
    operations: Names,
    /// What the commands of each manifest are described with.
    manifests: Vec<(&'m Value, Vec<CommandSchemas>)>,
}

impl Default for Document<'_> {
    fn default() -> Self {
        Self {
            tags: Vec::new(),
            paths: Map::new(),
            schemas: Map::new(),
            schema_names: Names::with(["Refusal", "DryRun"]),
            operations: Names::default(),
            manifests: Vec::new(),
        }
    }
}

impl<'m> Document<'m> {
    fn add(&mut self, adapter: &'m AdapterInfo) {
        self.tags.push(tag(adapter));
        let schemas = self.schemas_of(adapter);
        for (command, schemas) in commands(&adapter.manifest).zip(schemas) {
            let name = text(command, "name").unwrap_or_default();
            let path = format!(
                "/adapters/{}/commands/{}",
                percent_encoded(&adapter.name),
                percent_encoded(name)
            );
            let operation_id = self
                .operations
                .take(&identifier(&format!("{}_{name}", adapter.name)));
            let operation = operation(&adapter.name, command, operation_id, &schemas);
            self.paths.insert(path, json!({ "post": operation }));
        }
    }

    fn schemas_of(&mut self, adapter: &'m AdapterInfo) -> Vec<CommandSchemas> {
        let manifest = &adapter.manifest;
        if let Some((_, schemas)) = self.manifests.iter().find(|(known, _)| *known == manifest) {
            return schemas.clone();
        }
        let prefix = pascal(text(manifest, "name").unwrap_or(&adapter.name));
        let failure = self.schema_names.take(&format!("{prefix}Failure"));
        let responses = commands(manifest).flat_map(|command| rows_of(command, "response"));
        self.schemas
            .insert(failure.clone(), responses::failure_schema(responses));
        let schemas: Vec<_> = commands(manifest)
            .map(|command| {
                let base = format!(
                    "{prefix}{}",
                    pascal(text(command, "name").unwrap_or_default())
                );
                let names = CommandSchemas {
                    request: self.schema_names.take(&format!("{base}Request")),
                    success: self.schema_names.take(&format!("{base}Success")),
                    failure: failure.clone(),
                };
                let request = Rows::of_request(command).request_schema();
                self.schemas.insert(names.request.clone(), request);
                let success = responses::success_schema(rows_of(command, "response"));
                self.schemas.insert(names.success.clone(), success);
                names
            })
            .collect();
        self.manifests.push((manifest, schemas.clone()));
        schemas
    }
}

fn tag(adapter: &AdapterInfo) -> Value {
    let words = ["display", "version"].map(|member| text(&adapter.manifest, member));
    let title = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let description = text(&adapter.manifest, "description").unwrap_or_default();
    let description = match (title.as_str(), description) {
        ("", description) => description.to_owned(),
        (title, "") => title.to_owned(),
        (title, description) => format!("{title}. {description}"),
    };
    json!({ "name": adapter.name, "description": description })
}

fn operation(
    adapter: &str,
    command: &Value,
    operation_id: String,
    schemas: &CommandSchemas,
) -> Value {
    let mut content = json!({ "schema": reference(&schemas.request) });
    let example = command.get("example").cloned();
    let example = example.or_else(|| Rows::of_request(command).example());
    if let (Some(content), Some(example)) = (content.as_object_mut(), example) {
        content.insert("example".to_owned(), example);
    }
    let mut operation = Map::from_iter([
        ("operationId".to_owned(), operation_id.into()),
        ("tags".to_owned(), json!([adapter])),
    ]);
    for (member, of) in [("summary", "display"), ("description", "description")] {
        if let Some(text) = text(command, of) {
            operation.insert(member.to_owned(), text.into());
        }
    }
    operation.insert("parameters".to_owned(), json!([dry_run_parameter()]));
    operation.insert(
        "requestBody".to_owned(),
        json!({ "required": true, "content": { "application/json": content } }),
    );
    operation.insert(
        "responses".to_owned(),
        responses::of_command(&schemas.success, &schemas.failure),
    );
    Value::Object(operation)
}

fn dry_run_parameter() -> Value {
    json!({
        "name": "dryRun",
        "in": "query",
        "description": "Tells what the command would send, and sends nothing.",
        "schema": { "type": "boolean", "default": false },
    })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn commands(manifest: &Value) -> impl Iterator<Item = &Value> {
    rows_of(manifest, "commands").filter(|command| text(command, "name").is_some())
}

fn rows_of<'v>(value: &'v Value, member: &str) -> impl Iterator<Item = &'v Value> {
    let rows = value.get(member).and_then(Value::as_array);
    rows.into_iter().flatten()
}

fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    value.get(member).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bot(instance: &str) -> AdapterInfo {
        AdapterInfo {
            name: instance.to_owned(),
            manifest: json!({
                "name": "tiny-bot",
                "display": "Tiny bot",
                "version": "1.2.3",
                "description": "Says things.",
                "commands": [
                    {
                        "name": "say",
                        "display": "Say",
                        "description": "Says something.",
                        "request": [
                            { "name": "words", "type": "string", "isRequired": false },
                            { "name": "record", "type": "string", "isRequired": false, "contentEncoding": "base64" },
                            { "name": "text", "description": "What to say.", "isRequired": true, "type": "string", "maximumLength": 9, "example": "hello" },
                            { "name": "pictures", "isRequired": false, "type": "array", "description": "What to show.", "excludes": ["sound"] },
                            { "name": "sound", "isRequired": false, "type": "string" },
                            { "name": "pictures[0].link", "isRequired": true, "type": "string" },
                        ],
                        "exactlyOneOf": [["words", "record"]],
                        "response": [
                            { "name": "status", "description": "Status.", "type": "string" },
                            { "name": "heard[0].by", "description": "Who heard it.", "type": "string" },
                            { "name": "messageId", "description": "What was said.", "type": "string" },
                            { "name": "code", "description": "The bot's own code.", "type": "string" },
                            { "name": "advice", "description": "What to do.", "type": "string" },
                        ],
                    },
                    { "name": "ping", "display": "Ping", "description": "Nothing.", "request": [], "response": [] },
                ],
            }),
            values: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn a_small_manifest_gives_this_document() {
        let mut document = document(&[bot("bot")]);
        document["info"] = json!("as of this version");
        insta::assert_json_snapshot!("small_manifest", document);
    }

    #[test]
    fn instances_of_one_adapter_share_schemas_and_have_paths_of_their_own() {
        let document = document(&[bot("milan"), bot("rome")]);
        let keys = |pointer: &str| -> Vec<String> {
            let object = document.pointer(pointer).unwrap().as_object().unwrap();
            object.keys().cloned().collect()
        };
        assert_eq!(
            keys("/paths"),
            [
                "/adapters/milan/commands/say",
                "/adapters/milan/commands/ping",
                "/adapters/rome/commands/say",
                "/adapters/rome/commands/ping"
            ]
        );
        assert_eq!(
            keys("/components/schemas"),
            [
                "TinyBotFailure",
                "TinyBotSayRequest",
                "TinyBotSaySuccess",
                "TinyBotPingRequest",
                "TinyBotPingSuccess",
                "Refusal",
                "DryRun"
            ]
        );
    }

    #[test]
    fn other_adapters_of_the_same_name_and_instances_that_look_alike_stay_apart() {
        let mut other = bot("a_b");
        other.manifest["version"] = "2.0.0".into();
        let document = document(&[bot("a-b"), other]);
        let operation = |path: &str| {
            let post = &document["paths"][path]["post"];
            let schema = &post["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            (post["operationId"].clone(), schema.clone())
        };
        assert_eq!(
            operation("/adapters/a-b/commands/say"),
            (
                json!("a_b_say"),
                json!("#/components/schemas/TinyBotSayRequest")
            )
        );
        assert_eq!(
            operation("/adapters/a_b/commands/say"),
            (
                json!("a_b_say2"),
                json!("#/components/schemas/TinyBotSayRequest2")
            )
        );
    }

    #[test]
    fn a_manifest_that_says_nothing_gives_an_empty_document() {
        let adapter = AdapterInfo {
            name: "x".to_owned(),
            manifest: json!({ "commands": [{}, 7], "display": 3 }),
            values: std::collections::BTreeMap::new(),
        };
        assert_eq!(document(&[adapter])["paths"], json!({}));
    }
}
