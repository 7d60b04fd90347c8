//! Every property of each manifest reaches its adapter, from whatever a shim
//! reads it.

use serde_json::Value;
use uip_testkit::workspace;
use wasmtime::component::Val;

use crate::conformance::{LISTS, List};
use crate::guest::Guest;

/// Only a webhook endpoint looks at it, and its tests do.
const OF_THE_ENDPOINT: &str = "verifyToken";

/// Name and type of each property.
fn properties(list: &List) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(list.manifest()).expect("a manifest");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    let rows = manifest["properties"].as_array().expect("properties");
    let text = |row: &Value, key: &str| row[key].as_str().expect("text").to_owned();
    rows.iter()
        .map(|row| (text(row, "name"), text(row, "type")))
        .collect()
}

fn key(list: &List, name: &str) -> String {
    list.variable(name).to_lowercase()
}

/// What `test-connection` says where its request is empty.
async fn tested(guest: &Guest, fields: &[&str]) -> String {
    let fields = fields
        .iter()
        .map(|field| ((*field).to_owned(), Val::Option(None)));
    let request = Val::Record(fields.collect());
    guest.call("test-connection", request).await.0
}

fn wrong(kind: &str) -> &'static str {
    if kind == "integer" { "301" } else { "no value" }
}

#[tokio::test]
async fn each_environment_variable_reaches_its_property() {
    let list = List::read("whatsapp");
    let mut guest = Guest::new("whatsapp-activities.wasm");
    for (name, kind) in properties(&list) {
        guest = guest.with(&list.variable(&name), wrong(&kind));
    }
    let result = tested(&guest, &["check-webhook", "template-id"]).await;
    for (name, _) in properties(&list) {
        let named = result.contains(&format!("The property {name} "));
        assert_eq!(named, name != OF_THE_ENDPOINT, "{name}: {result}");
    }
}

/// Good values of the properties that `setup.json` does not set.
const OTHERS: [(&str, &str); 11] = [
    ("previousAuthToken", "the-token-before-this-one"),
    ("apiKeySid", "SK00000000000000000000000000000001"),
    ("apiKeySecret", "a-secret-of-enough-length"),
    ("messagingServiceSid", "MG00000000000000000000000000000001"),
    ("defaultCountryCode", "39"),
    ("statusCallbackUrl", "https://hooks.example.com/status"),
    ("apiBaseUrl", "https://api.twilio.com"),
    ("storageEndpoint", "https://storage.example.com"),
    ("storageRegion", "eu-central-1"),
    ("storageAccessKeyId", "KEY"),
    ("storageSecretAccessKey", "a-secret-of-enough-length"),
];

/// One mistake at a time: the adapter for Twilio does not name them all together.
#[tokio::test]
async fn each_environment_variable_reaches_its_property_of_the_adapter_for_twilio() {
    let list = List::read("twilio");
    let mut good = Guest::new("whatsapp-twilio-activities.wasm");
    for (name, value) in list.properties() {
        if let Some(value) = value.as_str() {
            good = good.with(&list.variable(name), value);
        }
    }
    for (name, value) in OTHERS {
        good = good.with(&list.variable(name), value);
    }
    for (name, kind) in properties(&list) {
        let guest = good.clone().with(&list.variable(&name), wrong(&kind));
        let result = tested(&guest, &["check-webhook"]).await;
        let named = result.contains(&format!("The property {name} "));
        assert!(named, "{name}: {result}");
    }
}

#[tokio::test]
async fn each_key_of_a_configuration_store_reaches_its_property() {
    for list in LISTS.map(List::read) {
        let mut expected = Vec::new();
        let mut guest = Guest::new("config-properties.wasm");
        for (index, (name, kind)) in properties(&list).into_iter().enumerate() {
            let value = if kind == "integer" {
                (1000 + index).to_string()
            } else {
                format!("value {index}")
            };
            expected.push((heck::AsKebabCase(&name).to_string(), value.clone()));
            guest = guest.with_setting(&key(&list, &name), &value);
        }
        let given = guest.properties(&list.interface("properties")).await;
        let given: Vec<(String, String)> = given
            .into_iter()
            .map(|(name, value)| (name, plain(value)))
            .collect();
        assert_eq!(given, expected);
    }
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
    for list in LISTS.map(List::read) {
        for (name, _) in properties(&list) {
            let (variable, key) = (list.variable(&name), key(&list, &name));
            let row = format!("| `{name}` | `{variable}` | `{key}` |");
            assert!(page.contains(&row), "{row}");
        }
    }
}
