//! The OpenAPI document of the commands API, made from manifests.

mod call;
mod names;
mod responses;
mod schema;
mod tree;

use serde_json::{Map, Value, json};
use uip_contract::Manifest;
use uip_contract::manifest::Command;

use crate::AdapterInfo;

use names::{Names, identifier, pascal, percent_encoded};
pub(crate) use tree::Tree;

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
    document_of(adapters, crate::VERSION)
}

/// The same, of a program that has this version.
pub(crate) fn document_of(adapters: &[AdapterInfo], version: &str) -> Value {
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
            "version": version,
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
    manifests: Vec<(&'m Manifest, Vec<CommandSchemas>)>,
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
        let schemas = self.schemas_of(&adapter.manifest);
        for (command, schemas) in adapter.manifest.commands.iter().zip(schemas) {
            let path = format!(
                "/adapters/{}/commands/{}",
                percent_encoded(&adapter.name),
                percent_encoded(&command.name)
            );
            let operation_id = identifier(&format!("{}_{}", adapter.name, command.name));
            let operation_id = self.operations.take(&operation_id);
            let operation = operation(&adapter.name, command, &operation_id, &schemas);
            self.paths.insert(path, json!({ "post": operation }));
        }
        if !adapter.per_call.is_empty() {
            self.add_call(adapter);
        }
    }

    /// The operation that calls any command, with properties for the call.
    fn add_call(&mut self, adapter: &AdapterInfo) {
        let path = format!("/adapters/{}/call", percent_encoded(&adapter.name));
        let operation_id = identifier(&format!("{}_call", adapter.name));
        let operation_id = self.operations.take(&operation_id);
        let mut manifests = self.manifests.iter();
        let known = manifests.find(|(known, _)| **known == *adapter.manifest);
        let failure = known.and_then(|(_, schemas)| Some(&schemas.first()?.failure));
        let failure = failure.map_or("Refusal", String::as_str);
        let operation = call::operation(adapter, &operation_id, failure);
        self.paths.insert(path, json!({ "post": operation }));
    }

    fn schemas_of(&mut self, manifest: &'m Manifest) -> Vec<CommandSchemas> {
        let mut known = self.manifests.iter();
        if let Some((_, schemas)) = known.find(|(known, _)| *known == manifest) {
            return schemas.clone();
        }
        let prefix = pascal(&manifest.name);
        let failure = self.schema_names.take(&format!("{prefix}Failure"));
        let schema = responses::failure_schema(&manifest.commands);
        self.schemas.insert(failure.clone(), schema);
        let schemas: Vec<_> = manifest
            .commands
            .iter()
            .map(|command| {
                let base = format!("{prefix}{}", pascal(&command.name));
                let names = CommandSchemas {
                    request: self.schema_names.take(&format!("{base}Request")),
                    success: self.schema_names.take(&format!("{base}Success")),
                    failure: failure.clone(),
                };
                let request = Tree::of_request(command).request_schema();
                self.schemas.insert(names.request.clone(), request);
                let success = responses::success_schema(command);
                self.schemas.insert(names.success.clone(), success);
                names
            })
            .collect();
        self.manifests.push((manifest, schemas.clone()));
        schemas
    }
}

fn tag(adapter: &AdapterInfo) -> Value {
    let Manifest {
        display,
        version,
        description,
        ..
    } = &*adapter.manifest;
    json!({
        "name": adapter.name,
        "description": format!("{display} {version}. {description}"),
    })
}

fn operation(
    adapter: &str,
    command: &Command,
    operation_id: &str,
    schemas: &CommandSchemas,
) -> Value {
    let mut content = Map::from_iter([("schema".to_owned(), reference(&schemas.request))]);
    let example = command.example.clone().map(Value::Object);
    if let Some(example) = example.or_else(|| Tree::of_request(command).example()) {
        content.insert("example".to_owned(), example);
    }
    json!({
        "operationId": operation_id,
        "tags": [adapter],
        "summary": command.display,
        "description": command.description,
        "parameters": [dry_run_parameter()],
        "requestBody": { "required": true, "content": { "application/json": content } },
        "responses": responses::of_command(&schemas.success, &schemas.failure),
    })
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;

    fn bot(instance: &str) -> AdapterInfo {
        bot_of_version(instance, "1.2.3")
    }

    fn bot_of_version(instance: &str, version: &str) -> AdapterInfo {
        let manifest = include_str!("bot.json").replace("1.2.3", version);
        let manifest = Manifest::from_json(&manifest).unwrap();
        AdapterInfo::new(instance, Arc::new(manifest), BTreeMap::new())
    }

    #[test]
    fn a_small_manifest_gives_this_document() {
        let mut document = document(&[bot("bot")]);
        document["info"] = json!("as of this version");
        insta::assert_json_snapshot!("small_manifest", document);
    }

    #[test]
    fn properties_that_a_call_may_be_given_are_described() {
        let token = json!([{ "name": "token", "display": "Token", "isRequired": true, "type": "string", "isSecret": true }]);
        let manifest = include_str!("bot.json").replacen("[]", &token.to_string(), 1);
        let manifest = Arc::new(Manifest::from_json(&manifest).unwrap());
        let adapter = AdapterInfo::new("bot", manifest, BTreeMap::new());
        let adapter = adapter.with_call_properties(["token".to_owned()]);
        let document = document(&[adapter]);
        let operation = &document["paths"]["/adapters/bot/call"]["post"];
        assert_eq!(operation["operationId"], "bot_call");
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        let members = &schema["properties"];
        assert_eq!(schema["required"], json!(["command"]));
        assert_eq!(members["command"]["enum"], json!(["say", "ping"]));
        let given = members["properties"]["properties"].as_object().unwrap();
        assert_eq!(given.keys().collect::<Vec<_>>(), ["token"]);
        assert_eq!(given["token"]["writeOnly"], true);
        assert_eq!(members["properties"]["additionalProperties"], false);
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
        let document = document(&[bot("a-b"), bot_of_version("a_b", "2.0.0")]);
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
}
