//! One flow, two carriers: what n8n's flow reads of an event and what it sends are
//! the same with either adapter, so that only the configuration differs.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use regex::Regex;
use serde_json::{Value, json};
use uip_host::manifest::Manifest;
use uip_host::{Event, Instance};
use uip_sandbox::Sandbox;
use uip_testkit::workspace;

use crate::conformance::{LISTS, List, adapter};

const ADA: &str = "16505551234";

/// n8n's flow, as it is imported.
fn flow() -> Value {
    let path = workspace().join("engines/n8n/flow.json");
    let text = std::fs::read_to_string(path).expect("a flow");
    serde_json::from_str(&text).expect("JSON")
}

fn node<'a>(flow: &'a Value, name: &str) -> &'a Value {
    let nodes = flow["nodes"].as_array().expect("nodes");
    let mut nodes = nodes.iter();
    nodes.find(|node| node["name"] == name).expect("a node")
}

/// The fields of a command, and the expression that fills each.
fn answer(flow: &Value) -> Vec<(String, String)> {
    let assignments = &node(flow, "Answer")["parameters"]["assignments"]["assignments"];
    let rows = assignments.as_array().expect("assignments").iter();
    let text = |row: &Value, key: &str| row[key].as_str().expect("text").to_owned();
    rows.map(|row| (text(row, "name"), text(row, "value")))
        .collect()
}

/// What the flow reads of an event, such as `/messages/0/text/body`.
fn read_paths(flow: &Value) -> BTreeSet<String> {
    let path = Regex::new(r"\$json\.body\.properties((?:\.\w+|\[\d+\])+)").expect("a pattern");
    let text = flow.to_string();
    let found = path.captures_iter(&text).map(|found| {
        let path = found[1].replace('[', ".").replace(']', "");
        // A method of JavaScript's ends the path.
        path.trim_end_matches(".slice").replace('.', "/")
    });
    found.collect()
}

/// An instance with the properties of its list, whose events are kept.
fn instance(list: &List, sandbox: &Sandbox) -> (Instance, Arc<Mutex<Vec<Event>>>) {
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let sink = Arc::clone(&events);
    let mut instance = adapter(list, uip_bindings::known_types())
        .configure("whatsapp")
        .events(move |event: Event| {
            sink.lock().expect("no panic").push(event);
            async { Ok(()) }
        });
    for (name, value) in list.properties() {
        let value = match value.as_str() {
            Some("{sandbox}") => sandbox.base_url().into(),
            _ => value.clone(),
        };
        instance = instance.property(name, value);
    }
    (instance.build().expect("good properties"), events)
}

/// A customer writes to the carrier's number; the request that hands this to the
/// adapter.
fn says(list: &List, sandbox: &Sandbox, text: &str) -> Value {
    if list.adapter == "whatsapp" {
        sandbox.customer(ADA).says(text);
        let told = sandbox.take_notifications().pop().expect("a notification");
        return json!({"whatsAppNotification": told.text(), "signature": told.signature()});
    }
    let url = list.properties()["webhookUrl"].as_str().expect("a URL");
    sandbox.call_webhook(Some(url));
    let number = sandbox.twilio().number.clone();
    let customer = sandbox.customer(ADA).writing_to(&number);
    customer.expect("our number").says(text);
    let told = sandbox.take_webhooks().pop().expect("a webhook");
    json!({"notification": told.body(), "signature": told.signature()})
}

#[tokio::test]
async fn n8ns_flow_answers_a_customer_by_way_of_either_carrier() {
    let flow = flow();
    let paths = read_paths(&flow);
    assert!(paths.contains("/messages/0/text/body"), "{paths:?}");
    for list in LISTS.map(List::read) {
        let sandbox = Sandbox::start().await.expect("a sandbox");
        let (instance, events) = instance(&list, &sandbox);
        let request = says(&list, &sandbox, "Is there any rye left?");
        let processed = instance.call("processWebhook", request).await;
        assert!(
            processed.expect("a response").is_success(),
            "{}",
            list.adapter
        );

        let event = events.lock().expect("no panic").pop().expect("an event");
        let line: Value = serde_json::from_str(&event.to_line()).expect("JSON");
        assert_eq!(line["adapter"], "whatsapp");
        assert_eq!(line["event"], "customer_message");
        let properties = &line["properties"];
        for path in &paths {
            let found = properties.pointer(path);
            // Only the way to a customer without a phone number reads it.
            let is_there = found.is_some_and(Value::is_string) || path.ends_with("/from_user_id");
            assert!(is_there, "{}: {path} in {properties}", list.adapter);
        }

        let mut request = json!({});
        for (field, expression) in answer(&flow) {
            request[&field] = match field.as_str() {
                "phoneNumber" => {
                    assert!(expression.contains("'+' + "), "{expression}");
                    format!(
                        "+{}",
                        properties["messages"][0]["from"].as_str().expect("text")
                    )
                }
                "message" => {
                    let said = properties["messages"][0]["text"]["body"].as_str();
                    format!("Thank you! You said: {}", said.expect("text"))
                }
                other => panic!("not every carrier has the field {other}"),
            }
            .into();
        }
        let command = node(&flow, "Send it")["parameters"]["url"]
            .as_str()
            .expect("a URL");
        let command = command.rsplit('/').next().expect("a name");
        let sent = instance.call(command, request).await.expect("a response");
        assert!(sent.is_success(), "{}", list.adapter);
        let phone = sandbox.customer(ADA).received();
        let last = phone.last().expect("a message");
        assert_eq!(last.body, "Thank you! You said: Is there any rye left?");
    }
}

#[tokio::test]
async fn the_templates_in_the_examples_are_those_of_the_sandbox() {
    const OF_TEMPLATES: [&str; 3] = [
        "sendMessageTextTemplate",
        "sendMessageShorthand",
        "renderTemplate",
    ];
    for list in LISTS.map(List::read) {
        let sandbox = Sandbox::start().await.expect("a sandbox");
        let (instance, _) = instance(&list, &sandbox);
        let manifest = Manifest::from_file(list.manifest()).expect("a manifest");
        for name in OF_TEMPLATES {
            let command = manifest.commands.iter().find(|it| it.name == name);
            let example = command.and_then(|it| it.example.clone());
            let example = Value::Object(example.expect("an example"));
            let response = instance.call(name, example).await.expect("a response");
            assert!(
                response.is_success(),
                "{}: {name}: {response:?}",
                list.adapter
            );
        }
    }
}
