//! What other engines are told in OpenAPI about this adapter.

use std::sync::Arc;

use jsonschema::Validator;
use serde_json::{Value, json};
use uip_host::Manifest;
use uip_server::AdapterInfo;

use crate::manifest::{self, list, named, text};

fn document(manifest: &Value) -> Value {
    let manifest = Arc::new(Manifest::from_value(manifest).unwrap());
    let info = AdapterInfo::new("whatsapp", manifest, std::collections::BTreeMap::new());
    uip_server::commands_api::document(&[info])
}

/// What validates the requests of a command.
fn requests(document: &Value, command: &str) -> Validator {
    let path = format!("/adapters/whatsapp/commands/{command}");
    let body = &document["paths"][path]["post"]["requestBody"];
    let schema = &body["content"]["application/json"]["schema"]["$ref"];
    let pointer = schema.as_str().unwrap().trim_start_matches('#');
    jsonschema::validator_for(document.pointer(pointer).unwrap()).unwrap()
}

#[test]
fn every_example_is_a_valid_request() {
    let manifest = manifest::read();
    let document = document(&manifest);
    for command in list(&manifest, "commands") {
        let name = text(command, "name");
        let errors: Vec<String> = requests(&document, name)
            .iter_errors(&command["example"])
            .map(|error| format!("{name}: {}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [] as [String; 0]);
    }
}

#[test]
fn of_a_link_and_an_id_exactly_one_is_valid_wherever_it_stands() {
    let manifest = manifest::read();
    let document = document(&manifest);
    let one_or_the_other = |command: &str, place: &str, link: &str, id: &str| {
        let validator = requests(&document, command);
        let with = |members: Value| {
            let mut request = named(&manifest, "commands", command)["example"].clone();
            for name in [link, id] {
                request.as_object_mut().unwrap().remove(name);
            }
            if place.is_empty() {
                let more = members.as_object().unwrap().clone();
                request.as_object_mut().unwrap().extend(more);
            } else {
                request["header"] = json!({ place: members });
            }
            validator.is_valid(&request)
        };
        assert!(
            with(json!({ link: "https://example.com/x" })),
            "{command} {link}"
        );
        assert!(with(json!({ id: "17" })), "{command} {id}");
        assert!(
            !with(json!({ link: "https://example.com/x", id: "17" })),
            "{command}"
        );
        assert!(!with(json!({})), "{command}");
    };
    one_or_the_other("sendMessageMedia", "", "link", "mediaId");
    one_or_the_other("sendMessageFlow", "", "flowName", "flowId");
    one_or_the_other("sendMessageButtons", "image", "link", "id");
    one_or_the_other("sendMessageTextTemplate", "video", "link", "id");
}

#[test]
fn what_an_answer_lists_is_described_in_full() {
    let document = document(&manifest::read());
    let success = |command: &str| {
        let name = format!("/components/schemas/Whatsapp{command}Success/properties");
        document.pointer(&name).unwrap()
    };
    let templates = &success("ListTemplates")["templates"]["items"]["properties"];
    assert_eq!(templates["definition"]["type"], "string");
    let rendered = success("RenderTemplate");
    assert_eq!(
        rendered["headerMedia"]["properties"]["link"]["type"],
        "string"
    );
    for buttons in [
        &rendered["buttons"],
        &rendered["cards"]["items"]["properties"]["buttons"],
    ] {
        assert_eq!(buttons["items"]["properties"]["value"]["type"], "string");
    }
    let file = &success("DownloadMedia")["content"];
    assert_eq!(file["contentEncoding"], "base64");
}
