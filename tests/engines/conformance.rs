//! The conformance list (`engines/conformance/cases.json`) in the host of this
//! project, which is the reference for every other engine.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};
use uip_host::manifest::Manifest;
use uip_host::{Adapter, Event, Host, Refusal};
use uip_sandbox::{AutoStatus, Fault, Sandbox};
use uip_whatsapp_tests::{component, workspace};

/// Writes what comes out into the list, to be read before it is kept.
const UPDATE: &str = "UPDATE_CONFORMANCE";

/// One case of the list.
pub struct Case {
    pub name: String,
    pub command: String,
    pub request: Value,
    pub refuse_events: Option<String>,
    pub events: Option<Vec<String>>,
    pub webhook_status: Option<u16>,
    properties: Map<String, Value>,
    faults: Vec<Value>,
}

/// What a case came to, in the list's form.
struct Outcome {
    response: Value,
    sent: Vec<Value>,
    events: Vec<String>,
}

fn path() -> PathBuf {
    workspace().join("engines/conformance/cases.json")
}

fn list() -> Value {
    let text = std::fs::read_to_string(path()).expect("the list");
    serde_json::from_str(&text).expect("JSON")
}

impl Case {
    pub fn all() -> Vec<Self> {
        let list = list();
        let cases = list["cases"].as_array().expect("cases");
        cases
            .iter()
            .map(|case| Self::read(case, &list["properties"]))
            .collect()
    }

    fn read(case: &Value, defaults: &Value) -> Self {
        let text = |name: &str| case[name].as_str().map(str::to_owned);
        let mut properties = defaults.as_object().expect("properties").clone();
        for (name, value) in case["properties"].as_object().into_iter().flatten() {
            properties.insert(name.clone(), value.clone());
        }
        let events = case["events"].as_array().map(|events| {
            let lines = events.iter().map(|line| line.as_str().expect("a line"));
            lines.map(str::to_owned).collect()
        });
        Self {
            name: text("name").expect("a name"),
            command: text("command").expect("a command"),
            request: case["request"].clone(),
            refuse_events: text("refuseEvents"),
            events,
            webhook_status: case["webhookStatus"]
                .as_u64()
                .and_then(|status| status.try_into().ok()),
            properties,
            faults: case["faults"].as_array().cloned().unwrap_or_default(),
        }
    }

    /// A property's text, if it is there.
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.get(name)?.as_str()
    }

    /// Runs it in the host.
    async fn run(&self, adapter: &Adapter) -> Outcome {
        let sandbox = Sandbox::builder()
            .auto_status(AutoStatus::Off)
            .start()
            .await
            .expect("a sandbox");
        for fault in &self.faults {
            let fault: Fault = serde_json::from_value(fault.clone()).expect("a fault");
            sandbox.fault_next(fault);
        }
        let lines: Arc<Mutex<Vec<String>>> = Arc::default();
        let (sink, refuses) = (Arc::clone(&lines), self.refuse_events.clone());
        let mut instance = adapter.configure("whatsapp").events(move |event: Event| {
            sink.lock().expect("no panic").push(event.to_line());
            let answer = refuses.clone().map_or(Ok(()), |why| Err(Refusal(why)));
            async move { answer }
        });
        for (name, value) in &self.properties {
            let value = match value.as_str() {
                Some("{sandbox}") => sandbox.base_url().into(),
                _ => value.clone(),
            };
            instance = instance.property(name, value);
        }
        let response = instance
            .build()
            .unwrap_or_else(|error| panic!("{}: {error}", self.name))
            .call(&self.command, self.request.clone())
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", self.name))
            .into_json();
        Outcome {
            response: masked(response, &sandbox),
            sent: sandbox
                .sends()
                .iter()
                .map(|request| request.json().expect("JSON was sent"))
                .collect(),
            events: std::mem::take(&mut *lines.lock().expect("no panic")),
        }
    }
}

/// The response without what changes from run to run.
fn masked(mut response: Value, sandbox: &Sandbox) -> Value {
    let address = sandbox.address().to_string();
    for (name, value) in response.as_object_mut().expect("an object") {
        let Value::String(text) = value else { continue };
        *text = text.replace(&address, "{sandbox}");
        match name.as_str() {
            "messageId" | "traceId" => "*".clone_into(text),
            "details" => *text = without_trace_id(text),
            _ => {}
        }
    }
    response
}

fn without_trace_id(details: &str) -> String {
    let name = r#""fbtrace_id":""#;
    let Some((before, after)) = details.split_once(name) else {
        return details.to_owned();
    };
    let after = after.split_once('"').map_or("", |(_, after)| after);
    format!(r#"{before}{name}*"{after}"#)
}

fn adapter() -> Adapter {
    let host = Host::builder()
        .cache_dir(component().with_file_name("compiled"))
        .build()
        .expect("the engine starts");
    let bytes = std::fs::read(component()).expect("the component");
    let mut manifest =
        Manifest::from_file(workspace().join("adapter.json")).expect("the adapter's manifest");
    // Other engines do not read the manifest: what the component refuses by
    // itself is what the list is about.
    for command in &mut manifest.commands {
        for field in &mut command.request {
            field.excludes.clear();
        }
    }
    Adapter::new(&host, &bytes, manifest).expect("the component and its manifest fit")
}

#[tokio::test]
async fn the_reference_answers_every_case_of_the_conformance_list() {
    if std::env::var_os(UPDATE).is_some() {
        return update().await;
    }
    let adapter = adapter();
    let list = list();
    let expected = list["cases"].as_array().expect("cases");
    for (case, expected) in Case::all().iter().zip(expected) {
        let outcome = case.run(&adapter).await;
        assert_eq!(outcome.response, expected["response"], "{}", case.name);
        if let Some(sent) = expected.get("sent") {
            assert_eq!(&Value::from(outcome.sent), sent, "{}", case.name);
        }
        assert_eq!(
            outcome.events,
            case.events.clone().unwrap_or_default(),
            "{}",
            case.name
        );
    }
}

#[test]
fn each_case_has_a_name_of_its_own_and_says_what_must_come_of_it() {
    let mut names = std::collections::BTreeSet::new();
    let list = list();
    for case in list["cases"].as_array().expect("cases") {
        let name = case["name"].as_str().expect("a name");
        assert!(names.insert(name), "{name} is there twice");
        assert!(case["response"]["status"].is_string(), "{name}");
        let is_notification = case["command"] == "processWebhook";
        assert_eq!(case["events"].is_array(), is_notification, "{name}");
        assert_eq!(case["webhookStatus"].is_u64(), is_notification, "{name}");
        assert_eq!(case["sent"].is_array(), !is_notification, "{name}");
    }
}

#[test]
fn every_command_is_there_with_every_way_to_fail() {
    // They have no case yet. A command that is on neither side fails here, and
    // so does one that got its cases and still stands in this list.
    const WITHOUT_A_CASE: [&str; 19] = [
        "sendMessageMedia",
        "sendMessageLocation",
        "sendMessageContacts",
        "sendMessageButtons",
        "sendMessageList",
        "sendMessageLink",
        "sendMessageFlow",
        "sendMessageLocationRequest",
        "sendMessageRaw",
        "markMessageRead",
        "sendMessageShorthand",
        "createChatLink",
        "testConnection",
        "uploadMedia",
        "getMedia",
        "downloadMedia",
        "deleteMedia",
        "listTemplates",
        "renderTemplate",
    ];
    let list = list();
    let is_there = |command: &str, failure: Value| {
        let mut cases = list["cases"].as_array().expect("cases").iter();
        cases.any(|case| case["command"] == command && case["response"]["failure"] == failure)
    };
    let contract = std::fs::read_to_string(workspace().join("adapter.json")).expect("a manifest");
    let contract: Value = serde_json::from_str(&contract).expect("JSON");
    let commands = contract["commands"].as_array().expect("commands");
    for command in commands
        .iter()
        .filter_map(|command| command["name"].as_str())
    {
        if WITHOUT_A_CASE.contains(&command) {
            assert!(!is_there(command, Value::Null), "{command} has a case");
            continue;
        }
        let mut failures = vec![
            Value::Null,
            json!("permanent-failure"),
            json!("temporary-failure"),
        ];
        if command != "processWebhook" {
            failures.push(json!("permanent-unknown-outcome"));
        }
        for failure in failures {
            assert!(is_there(command, failure.clone()), "{command}: {failure}");
        }
    }
}

/// Writes into the list what the reference does now.
async fn update() {
    let adapter = adapter();
    let mut list = list();
    let signer = Sandbox::start().await.expect("a sandbox");
    for case in list["cases"].as_array_mut().expect("cases") {
        if case["request"]["signature"] == "?" {
            let text = case["request"]["whatsAppNotification"]
                .as_str()
                .expect("text");
            case["request"]["signature"] = signer.sign(text.as_bytes()).into();
        }
    }
    let defaults = list["properties"].clone();
    for written in list["cases"].as_array_mut().expect("cases") {
        let case = Case::read(written, &defaults);
        let outcome = case.run(&adapter).await;
        written["response"] = outcome.response;
        if case.command == "processWebhook" {
            written["events"] = outcome.events.into();
            if case.webhook_status.is_none() {
                // An endpoint takes nothing without an App Secret.
                written["webhookStatus"] = match case.property("appSecret") {
                    Some(_) => webhook_status(&written["response"]),
                    None => 503,
                }
                .into();
            }
        } else {
            written["sent"] = outcome.sent.into();
        }
    }
    let mut text = Vec::new();
    let mut pretty = serde_json::Serializer::with_formatter(
        &mut text,
        serde_json::ser::PrettyFormatter::with_indent(b" "),
    );
    serde::Serialize::serialize(&list, &mut pretty).expect("JSON");
    text.push(b'\n');
    std::fs::write(path(), text).expect("the list can be written");
}

fn webhook_status(response: &Value) -> u16 {
    match response["code"].as_str() {
        None => 200,
        Some("invalid-signature") => 401,
        Some("invalid-notification" | "unsupported-object") => 400,
        Some(_) => 503,
    }
}
