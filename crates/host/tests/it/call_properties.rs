//! Properties for one call, in place of the configured ones.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use uip_host::{Adapters, CallError, CommandCall, Instances};

use uip_testkit::Server;
use uip_testkit::tiny::{Inbox, KEY, call, configure, tiny};

const TENANT_KEY: &str = "tenant-key-2002";

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other}"),
    }
}

/// An instance whose callers may give these properties.
fn instances(names: &[&str]) -> Instances {
    let names = names.iter().map(|name| (*name).to_owned());
    let builder = configure(&tiny())
        .property("greeting", "ciao")
        .call_properties(names);
    [builder.build().unwrap()].into_iter().collect()
}

/// Calls a command with properties that are given for the call.
async fn called(
    instances: &Instances,
    command: &str,
    request: Value,
    properties: Value,
) -> Result<Value, CallError> {
    let info = instances.adapters().remove(0);
    let properties = info.call_properties(object(properties)).unwrap();
    let sink = Arc::new(Inbox::default().sink());
    let call = CommandCall::new("test", command, request).with_properties(properties);
    let response = instances.call(call, sink).await?;
    Ok(serde_json::to_value(&response).unwrap())
}

#[tokio::test]
async fn they_hold_for_their_call_and_no_other() {
    let instances = instances(&["accessKey", "greeting"]);
    let greet = |properties| called(&instances, "greet", json!({}), properties);
    let configured = greet(json!({})).await.unwrap();
    let tenants = json!({ "accessKey": TENANT_KEY, "greeting": "salut" });
    let tenant = greet(tenants).await.unwrap();
    assert_eq!(tenant["text"], "salut");
    assert_eq!(tenant["accessKeyLength"], TENANT_KEY.len());
    // Null takes the configured value away, and the default holds.
    let none = greet(json!({ "greeting": null })).await.unwrap();
    assert_eq!(none["text"], "hello");
    assert_eq!(greet(json!({})).await.unwrap(), configured);
    assert_eq!(configured["text"], "ciao");
    assert_eq!(configured["accessKeyLength"], KEY.len());
}

#[tokio::test]
async fn nothing_that_a_guest_remembers_of_such_a_call_is_left_for_another() {
    let instances = instances(&["greeting"]);
    let instance = instances.get("test").unwrap();
    let count = async |properties: Value| {
        let request = json!({ "how": "remember" });
        called(&instances, "misbehave", request, properties).await
    };
    let of_tenant = json!({ "greeting": "salut" });
    let first = count(of_tenant.clone()).await;
    assert_eq!(count(of_tenant).await, first);
    let request = json!({ "how": "remember" });
    let own = instance.call("misbehave", request).await.unwrap();
    assert_eq!(Ok(serde_json::to_value(&own).unwrap()), first);
}

#[tokio::test]
async fn no_text_shows_the_secrets_of_the_call_or_of_the_configuration() {
    let instances = instances(&["accessKey"]);
    let text = format!("{KEY} and ");
    let request = json!({ "as": "plain", "text": text, "leak": true });
    let properties = json!({ "accessKey": TENANT_KEY });
    let answer = called(&instances, "fail", request, properties).await;
    let answer = answer.unwrap().to_string();
    assert!(answer.contains("[redacted]"), "{answer}");
    assert!(
        !answer.contains(TENANT_KEY) && !answer.contains(KEY),
        "{answer}"
    );
}

#[tokio::test]
async fn a_url_among_them_opens_no_other_host() {
    let (server, other) = (
        Server::answering("yes").await,
        Server::answering("no").await,
    );
    let builder = configure(&tiny()).property("baseUrl", server.url());
    let instance = builder.build().unwrap();
    let values = object(json!({ "baseUrl": other.url() }));
    let tenant = instance.with_properties(values).unwrap();
    let own = call(&tenant, "fetch", json!({ "url": server.url() })).await;
    assert_eq!(own["body"], "yes");
    let denied = call(&tenant, "fetch", json!({ "url": other.url() })).await;
    assert_eq!(denied["code"], "HttpRequestDenied");
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_value_that_the_manifest_does_not_allow_is_named_and_nothing_runs() {
    let instances = instances(&["accessKey", "repeat"]);
    let properties = json!({ "accessKey": "s3cret-".repeat(6), "repeat": 4 });
    let error = called(&instances, "greet", json!({}), properties).await;
    let Err(CallError::InvalidProperties(mistakes)) = error else {
        panic!("{error:?}");
    };
    assert_eq!(
        mistakes.to_string(),
        "properties.accessKey: too long: 42 characters, at most 40 are allowed\n\
         properties.repeat: too large: 4, the greatest is 3"
    );
    let properties = json!({ "repeat": TENANT_KEY, "accessKey": TENANT_KEY });
    let error = called(&instances, "greet", json!({}), properties).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("properties.repeat: expected"), "{error}");
    assert!(!error.contains(TENANT_KEY), "{error}");
}

#[tokio::test]
async fn a_typed_call_has_them_too() {
    #[derive(Deserialize)]
    struct Greeting {
        text: String,
    }
    let instance = configure(&tiny()).build().unwrap();
    let tenant = object(json!({ "greeting": "salut" }));
    let tenant = instance.with_properties(tenant).unwrap();
    let greeting: Greeting = tenant.call_typed("greet", &json!({})).await.unwrap();
    assert_eq!(greeting.text, "salut");
}

#[test]
fn a_configuration_cannot_name_properties_that_the_adapter_has_not() {
    let builder = configure(&tiny()).call_properties(["greetin".to_owned()]);
    assert_eq!(
        builder.build().unwrap_err().to_string(),
        "greetin: is in `callProperties`, but is an unknown property; did you mean `greeting`?"
    );
}
