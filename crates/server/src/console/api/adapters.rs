use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};

use super::form::form;
use super::{Answer, Apis, answered};
use crate::AdapterInfo;

/// The adapters there are, without their commands and events.
pub(super) async fn list(State(api): Apis) -> Response {
    let adapters: Vec<Value> = api.infos.iter().map(about).collect();
    answered(&json!({ "adapters": adapters }))
}

fn about(info: &AdapterInfo) -> Value {
    let manifest = &info.manifest;
    json!({
        "name": info.name,
        "display": manifest.display,
        "version": manifest.version,
        "values": info.values,
    })
}

/// One adapter: its manifest, which of its properties have a value, and the
/// forms of its commands. The values of secret properties are not in it.
pub(super) async fn one(State(api): Apis, path: Result<Path<String>, PathRejection>) -> Answer {
    let Path(name) = path?;
    let info = api.info(&name)?;
    Ok(answered(&described(info)))
}

fn described(info: &AdapterInfo) -> Value {
    let manifest: &Arc<_> = &info.manifest;
    let forms: BTreeMap<&str, Value> = manifest
        .commands
        .iter()
        .map(|command| (command.name.as_str(), form(command)))
        .collect();
    json!({
        "name": info.name,
        "manifest": **manifest,
        "configured": info.configured,
        "perCall": info.per_call,
        "forms": forms,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uip_contract::Manifest;

    use super::*;

    const WHATSAPP: &str = include_str!("../../../../../adapter.json");

    fn whatsapp() -> AdapterInfo {
        let manifest = Manifest::from_json(WHATSAPP).unwrap();
        let secret = ("authenticationToken".to_owned(), Some(json!("EAAG s3cret")));
        let plain = ("apiVersion".to_owned(), Some(json!("v25.0")));
        AdapterInfo::new("whatsapp", Arc::new(manifest), BTreeMap::new())
            .with_configured([secret, plain])
    }

    #[test]
    fn a_secret_property_is_shown_as_set_and_without_its_value() {
        let described = described(&whatsapp());
        assert_eq!(
            described["configured"],
            json!({ "apiVersion": "v25.0", "authenticationToken": null })
        );
        assert!(!described.to_string().contains("s3cret"));
    }

    /// The members of a value that a form has no place for.
    fn without_place(form: &Value, value: &Value, place: &str, missing: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                // A value without rows within is a place for any JSON.
                let Some(known) = form["members"].as_array() else {
                    return;
                };
                for (name, value) in members {
                    let place = format!("{place}.{name}");
                    match known.iter().find(|member| member["name"] == **name) {
                        Some(member) => without_place(member, value, &place, missing),
                        None => missing.push(place),
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    without_place(&form["item"], item, place, missing);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn the_form_of_every_command_has_a_place_for_all_of_its_example() {
        let info = whatsapp();
        let described = described(&info);
        let mut missing = Vec::new();
        for command in &info.manifest.commands {
            let example = Value::Object(command.example.clone().unwrap_or_default());
            let form = &described["forms"][&command.name];
            without_place(form, &example, &command.name, &mut missing);
        }
        assert_eq!(missing, Vec::<String>::new());
        assert_eq!(
            described["forms"].as_object().unwrap().len(),
            info.manifest.commands.len()
        );
    }

    #[test]
    fn a_form_says_what_its_rows_say() {
        let described = described(&whatsapp());
        let members = &described["forms"]["sendMessageText"]["members"];
        let phone = &members[0];
        assert_eq!(phone["name"], "phoneNumber");
        assert_eq!(phone["place"], "phoneNumber");
        assert_eq!(
            (&phone["type"], &phone["isRequired"]),
            (&json!("string"), &json!(true))
        );
        let media = &described["forms"]["sendMessageMedia"];
        assert_eq!(media["groups"], json!([["link", "mediaId", "bucketName"]]));
        let members = media["members"].as_array().unwrap();
        let link = members
            .iter()
            .find(|member| member["name"] == "link")
            .unwrap();
        // The other one says so: it holds for both.
        assert!(
            link["excludes"]
                .as_array()
                .unwrap()
                .contains(&json!("objectName"))
        );
    }
}
