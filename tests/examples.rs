//! The example that a designer finds at each command and each event.

use serde_json::{Value, json};
use uip_host::DryRun;
use uip_host::manifest::{Command, Manifest};
use uip_manifest::Designer;
use uip_testkit::{Scene, workspace};

/// These work without a request of their own.
const SEND_NOTHING: [&str; 2] = ["createChatLink", "processWebhook"];

fn commands() -> Vec<Command> {
    let manifest = Manifest::from_file(workspace().join("adapter.json")).unwrap();
    manifest.commands
}

#[test]
fn every_command_has_an_example() {
    let without: Vec<String> = commands()
        .into_iter()
        .filter(|command| command.example.is_none())
        .map(|command| command.name)
        .collect();
    assert_eq!(without, [] as [&str; 0]);
}

#[tokio::test]
async fn every_example_is_a_request_that_the_adapter_would_send() {
    let scene = Scene::builder()
        .property("businessAccountId", "102290129340398")
        .property("appId", "200000000000002")
        .property("appSecret", Value::Null)
        .start()
        .await;
    let mut others = Vec::new();
    for command in commands() {
        let example = Value::Object(command.example.unwrap_or_default());
        match scene.whatsapp.dry_run(&command.name, example).await {
            Ok(DryRun::Requests(_)) => {}
            Ok(DryRun::Answer(answer))
                if answer.is_success() && SEND_NOTHING.contains(&command.name.as_str()) => {}
            other => others.push(format!("{}: {other:?}", command.name)),
        }
    }
    assert_eq!(others, [] as [&str; 0]);
    assert!(scene.sandbox.requests().is_empty(), "nothing was sent");
}

/// The notification that an event with this payload comes from.
fn notification(mut payload: Value) -> Value {
    let mut take = |name: &str| {
        payload
            .as_object_mut()
            .and_then(|all| all.shift_remove(name))
    };
    let mut entry = take("entry").expect("an entry");
    let change = match take("field") {
        Some(field) => json!({"field": field, "value": take("value")}),
        None => json!({"field": "messages", "value": payload}),
    };
    entry["changes"] = json!([change]);
    json!({"object": "whatsapp_business_account", "entry": [entry]})
}

#[tokio::test]
async fn every_event_has_an_example_that_the_adapter_emits() {
    let scene = Scene::start().await;
    let designer = Designer::from_file(workspace().join("designer.toml")).unwrap();
    for (name, hints) in designer.events {
        let example = hints.example.unwrap_or_else(|| panic!("{name} has none"));
        let body = notification(example.clone()).to_string();
        let response = scene.process(&body).await;
        assert!(response.is_success(), "{name}: {response:?}");
        let events = scene.events.take();
        let [event] = events.as_slice() else {
            panic!("{name}: {events:?}");
        };
        assert_eq!(event.name, name.replace('-', "_"));
        let payload: Value = serde_json::from_str(event.payload.get()).unwrap();
        assert_eq!(payload, example, "{name}");
    }
}

/// The pages of the manual that show requests.
const MANUAL: [&str; 2] = ["docs/sending.md", "docs/account.md"];

/// Each request that a section of the manual shows, with the section's name
/// and the commands it may be for. What has a `status` is a response.
fn requests_of_the_manual() -> Vec<(String, Vec<String>, Value)> {
    let commands: Vec<String> = commands().into_iter().map(|command| command.name).collect();
    let mut found = Vec::new();
    for page in MANUAL {
        let text = std::fs::read_to_string(workspace().join(page)).unwrap();
        for section in text.split("\n## ").skip(1) {
            let named: Vec<String> = commands
                .iter()
                .filter(|name| section.contains(&format!("`{name}`")))
                .cloned()
                .collect();
            let heading = section.lines().next().unwrap_or_default();
            for block in section.split("```json\n").skip(1) {
                let json = block.split("\n```").next().unwrap_or_default();
                let value: Value = serde_json::from_str(json)
                    .unwrap_or_else(|error| panic!("{page}, {heading}: {error}"));
                if value.get("status").is_none() {
                    found.push((format!("{page}, {heading}"), named.clone(), value));
                }
            }
        }
    }
    found
}

#[tokio::test]
async fn every_request_in_the_manual_is_one_that_the_adapter_would_send() {
    let scene = Scene::builder()
        .property("businessAccountId", "102290129340398")
        .property("appId", "200000000000002")
        .property("storageEndpoint", "https://storage.example")
        .property("storageAccessKeyId", "GOOG1EXAMPLE")
        .property("storageSecretAccessKey", "bakery-storage-key")
        .start()
        .await;
    let requests = requests_of_the_manual();
    assert!(requests.len() > 10, "{}", requests.len());
    for (place, commands, request) in requests {
        let mut answers = Vec::new();
        for command in &commands {
            answers.push(scene.whatsapp.dry_run(command, request.clone()).await);
        }
        let is_sent = |answer: &Result<DryRun, _>| matches!(answer, Ok(DryRun::Requests(_)));
        assert!(
            answers.iter().any(is_sent),
            "{place}: {request}: {answers:?}"
        );
    }
    assert!(scene.sandbox.requests().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn the_sandbox_takes_each_template_of_the_manual_and_renders_it_as_the_manual_shows() {
    let scene = Scene::builder()
        .sandbox(|sandbox| sandbox.business_account_id("102290129340398"))
        .property("businessAccountId", "102290129340398")
        .start()
        .await;
    let account = std::fs::read_to_string(workspace().join("docs/account.md")).unwrap();
    let mut sent = Vec::new();
    for (place, _, mut request) in requests_of_the_manual() {
        let is_shorthand = |text: &str| text.starts_with("&((");
        let is_definition = request.get("category").is_some();
        let command = if request.get("templateName").is_some() && !is_definition {
            "sendMessageTextTemplate"
        } else if request["text"].as_str().is_some_and(is_shorthand) {
            "sendMessageShorthand"
        } else {
            continue;
        };
        let response = scene.call(command, request.clone()).await;
        assert!(response.is_success(), "{place}: {response:?}");
        sent.push(command);
        if command == "sendMessageTextTemplate" {
            request.as_object_mut().unwrap().remove("phoneNumber");
            let rendered = scene.call("renderTemplate", request).await;
            let text = rendered.get("text").map(Value::to_string).unwrap();
            assert!(account.contains(&format!("\"text\": {text}")), "{text}");
        }
    }
    assert_eq!(sent, ["sendMessageTextTemplate", "sendMessageShorthand"]);
}
