//! The example that a designer finds at each command.

use serde_json::Value;
use uip_host::DryRun;
use uip_host::manifest::{Command, Manifest};
use uip_whatsapp_tests::{Scene, workspace};

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
