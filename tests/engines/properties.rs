//! Every property of the manifest reaches the adapter, from whatever a shim
//! reads it.

use serde_json::Value;
use uip_testkit::workspace;
use wasmtime::component::Val;

use crate::guest::Guest;

/// Only a webhook endpoint looks at it, and its tests do.
const OF_THE_ENDPOINT: &str = "verifyToken";

/// Name and type of each property.
fn properties() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(workspace().join("adapter.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    let rows = manifest["properties"].as_array().expect("properties");
    let text = |row: &Value, key: &str| row[key].as_str().expect("text").to_owned();
    rows.iter()
        .map(|row| (text(row, "name"), text(row, "type")))
        .collect()
}

/// `appSecret` as `app_secret`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars() {
        if character.is_uppercase() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

fn variable(name: &str) -> String {
    format!("WHATSAPP_{}", snake(name).to_uppercase())
}

#[tokio::test]
async fn each_environment_variable_reaches_its_property() {
    let mut guest = Guest::new("whatsapp-activities.wasm");
    for (name, kind) in properties() {
        let wrong = if kind == "integer" { "301" } else { "no value" };
        guest = guest.with(&variable(&name), wrong);
    }
    let fields = ["check-webhook", "template-id"];
    let fields = fields.map(|field| (field.to_owned(), Val::Option(None)));
    let request = Val::Record(fields.to_vec());
    let (result, _) = guest.call("test-connection", request).await;
    for (name, _) in properties() {
        let named = result.contains(&format!("The property {name} "));
        assert_eq!(named, name != OF_THE_ENDPOINT, "{name}: {result}");
    }
}

#[tokio::test]
async fn each_key_of_a_configuration_store_reaches_its_property() {
    let mut expected = Vec::new();
    let mut guest = Guest::new("config-properties.wasm");
    for (index, (name, kind)) in properties().into_iter().enumerate() {
        let value = if kind == "integer" {
            (1000 + index).to_string()
        } else {
            format!("value {index}")
        };
        expected.push((snake(&name).replace('_', "-"), value.clone()));
        guest = guest.with_setting(&format!("whatsapp_{}", snake(&name)), &value);
    }
    let given = guest.properties().await;
    let given: Vec<(String, String)> = given
        .into_iter()
        .map(|(name, value)| (name, plain(value)))
        .collect();
    assert_eq!(given, expected);
}

fn plain(value: Val) -> String {
    match value {
        Val::Option(Some(value)) => plain(*value),
        Val::String(text) => text,
        Val::U32(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn the_engines_page_names_each_variable_and_each_key() {
    let page = std::fs::read_to_string(workspace().join("engines/README.md")).expect("a page");
    for (name, _) in properties() {
        let row = format!(
            "| `{name}` | `{}` | `whatsapp_{}` |",
            variable(&name),
            snake(&name)
        );
        assert!(page.contains(&row), "{row}");
    }
}
