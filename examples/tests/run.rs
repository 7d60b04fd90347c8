//! The examples do what their first lines say, against the sandbox.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;
use uip_sandbox::{Attempt, Fault, Sandbox};
use uip_testkit::{Process, component, workspace};

/// A folder with the files that the examples look for.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let built = folder.path().join("target/wasm32-wasip2/component");
    std::fs::create_dir_all(&built).unwrap();
    std::fs::copy(component(), built.join("whatsapp.wasm")).unwrap();
    let manifest = workspace().join("adapter.json");
    std::fs::copy(manifest, folder.path().join("adapter.json")).unwrap();
    folder
}

/// An example, with the environment of `sandbox.env`.
fn example(program: &str, folder: &TempDir, sandbox: &Sandbox) -> Command {
    let app_secret = BASE64_STANDARD.encode(sandbox.app_secret());
    let mut command = Command::new(program);
    command
        .current_dir(folder.path())
        // Compiled code is shared by all examples.
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("LISTEN", "127.0.0.1:0")
        .env("WHATSAPP_API_BASE_URL", sandbox.base_url())
        .env("WHATSAPP_AUTHENTICATION_TOKEN", sandbox.token())
        .env("WHATSAPP_PHONE_NUMBER_ID", sandbox.phone_number_id())
        .env("WHATSAPP_APP_SECRET", app_secret)
        .env("WHATSAPP_VERIFY_TOKEN", sandbox.verify_token());
    command
}

/// What an example that ends by itself prints.
fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn embed_sends_a_text() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = folder();
    let printed = printed(&mut example(env!("CARGO_BIN_EXE_embed"), &folder, &sandbox));
    let received = sandbox.customer("16505551234").received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].body, "Your table is ready.");
    assert_eq!(printed, format!("sent as {}\n", received[0].id));
}

#[tokio::test]
async fn embed_says_why_nothing_was_sent_and_exits_with_1() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.fault_next(Fault::error(131_030));
    let folder = folder();
    let output = example(env!("CARGO_BIN_EXE_embed"), &folder, &sandbox)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(
        errors.starts_with("failed: permanent-failure (131030): "),
        "{errors}"
    );
}

#[test]
fn the_readme_shows_the_example_embed() {
    let read = |path: &str| std::fs::read_to_string(workspace().join(path)).unwrap();
    let (readme, example) = (read("README.md"), read("examples/embed.rs"));
    let (_, code) = example.split_once("\n\n").unwrap();
    let (_, block) = readme.split_once("```rust,no_run\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    assert_eq!(block, code);
}

/// Two sandboxes with a number each, and the example that sends from both.
async fn two_numbers(folder: &TempDir) -> (Sandbox, Sandbox, Command) {
    let milan = Sandbox::start().await.unwrap();
    let rome = Sandbox::builder().phone_number_id("100000000000002");
    let rome = rome.start().await.unwrap();
    let mut example = example(env!("CARGO_BIN_EXE_many_numbers"), folder, &milan);
    for (name, sandbox) in [("milan", &milan), ("rome", &rome)] {
        let (id, url) = (sandbox.phone_number_id(), sandbox.base_url());
        example.arg(format!("{name}={id}@{url}"));
    }
    (milan, rome, example)
}

#[tokio::test]
async fn many_numbers_sends_from_the_others_where_one_fails_and_exits_with_1() {
    let folder = folder();
    let (milan, rome, mut example) = two_numbers(&folder).await;
    milan.fault_next(Fault::error(131_030));
    let output = example.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.starts_with("milan: "), "{errors}");
    assert_eq!(milan.customer("16505551234").received().len(), 0);
    assert_eq!(rome.customer("16505551234").received().len(), 1);
}

#[tokio::test]
async fn many_numbers_sends_from_each_of_them() {
    let folder = folder();
    let (milan, rome, mut example) = two_numbers(&folder).await;
    let printed = printed(&mut example);
    for (name, sandbox) in [("milan", &milan), ("rome", &rome)] {
        let received = sandbox.customer("16505551234").received();
        assert_eq!(received.len(), 1, "{printed}");
        assert_eq!(received[0].body, format!("Greetings from {name}."));
        let line = printed
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")));
        let response: Value = serde_json::from_str(line.unwrap()).unwrap();
        assert_eq!(response["messageId"], received[0].id);
    }
}

#[tokio::test]
async fn axum_webhook_has_an_event_on_disk_before_it_acknowledges_the_notification() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = folder();
    let mut example = example(env!("CARGO_BIN_EXE_axum_webhook"), &folder, &sandbox);
    let server = Process::start(&mut example).unwrap();
    sandbox.call_back(&server.url());
    sandbox.verify_callback().await.unwrap();

    let id = sandbox.customer("16505551234").says("Hello");
    sandbox.wait_for_accepted(1).await.unwrap();
    let events = std::fs::read_to_string(folder.path().join("events.jsonl")).unwrap();
    let event: Value = serde_json::from_str(&events).unwrap();
    assert_eq!(event["event"], "customer_message");
    assert_eq!(event["eventId"], id.as_str());
    assert_eq!(event["properties"]["messages"][0]["text"]["body"], "Hello");
}

#[tokio::test]
async fn axum_webhook_rejects_a_notification_that_somebody_else_signed() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = folder();
    let mut example = example(env!("CARGO_BIN_EXE_axum_webhook"), &folder, &sandbox);
    let others = BASE64_STANDARD.encode("the secret of another app");
    let server = Process::start(example.env("WHATSAPP_APP_SECRET", others)).unwrap();
    sandbox.call_back(&server.url());

    sandbox.customer("16505551234").says("Hello");
    until("it is answered", || {
        let notifications = sandbox.notifications();
        let refused = Attempt::Answered(400);
        notifications
            .iter()
            .any(|it| it.attempts().contains(&refused))
    })
    .await;
    let events = std::fs::read_to_string(folder.path().join("events.jsonl")).unwrap();
    assert_eq!(events, "");
}

#[tokio::test]
async fn custom_sink_keeps_what_a_customer_wrote_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = folder();
    let mut example = example(env!("CARGO_BIN_EXE_custom_sink"), &folder, &sandbox);
    let server = Process::start(&mut example).unwrap();
    sandbox.call_back(&server.url());
    sandbox.verify_callback().await.unwrap();

    let id = sandbox.customer("16505551234").says("Hello");
    let crm = folder.path().join("crm.sqlite");
    until("the message is in the database", || {
        messages(&crm) == [(id.clone(), "16505551234".to_owned(), "Hello".to_owned())]
    })
    .await;
}

/// The rows of the example's database.
fn messages(crm: &Path) -> Vec<(String, String, String)> {
    let database = Connection::open(crm).unwrap();
    let mut select = database
        .prepare("SELECT id, customer, text FROM messages")
        .unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn dry_run_shows_the_request_and_sends_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = folder();
    let printed = printed(&mut example(
        env!("CARGO_BIN_EXE_dry_run"),
        &folder,
        &sandbox,
    ));
    assert!(printed.contains("\"method\": \"POST\""), "{printed}");
    assert!(printed.contains("Your table is ready."), "{printed}");
    assert!(printed.contains("\"permanent-failure\""), "{printed}");
    assert!(!printed.contains("a-token-that-no-request"), "{printed}");
    assert!(sandbox.requests().is_empty());
}

/// Waits until something is so.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        let patience = Duration::from_secs(30);
        assert!(start.elapsed() < patience, "never came about: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
