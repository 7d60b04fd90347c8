//! Real-shaped notifications from public sources, where they are at hand:
//! each goes through the component, and every part of it comes out once.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};
use uip_testkit::{Scene, workspace};

/// The notifications, if they are next to the checkout.
fn corpus() -> Option<Vec<(String, String)>> {
    let folder: PathBuf = workspace().join("../shared/corpus/webhooks");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .ok()?
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        (
            name,
            std::fs::read_to_string(&path).expect("a readable file"),
        )
    };
    Some(files.into_iter().map(read).collect())
}

/// What must come out, by event name: the original objects. Counted on parsed
/// JSON, with no code of the component's.
fn expected(notification: &Value) -> BTreeMap<&'static str, Vec<Value>> {
    let mut expected: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
    for entry in notification["entry"].as_array().into_iter().flatten() {
        for change in entry["changes"].as_array().into_iter().flatten() {
            let value = &change["value"];
            let of = |array: &str| value[array].as_array().cloned().unwrap_or_default();
            let (messages, statuses) = (of("messages"), of("statuses"));
            if change["field"] == "messages" && messages.len() + statuses.len() > 0 {
                expected
                    .entry("customer_message")
                    .or_default()
                    .extend(messages);
                expected
                    .entry("status_changed")
                    .or_default()
                    .extend(statuses);
            } else {
                expected
                    .entry("webhook_notification")
                    .or_default()
                    .push(value.clone());
            }
        }
    }
    expected.retain(|_, objects| !objects.is_empty());
    expected
}

#[tokio::test]
async fn every_notification_of_the_corpus_comes_out_whole() {
    let Some(corpus) = corpus() else {
        println!(
            "the corpus is not beside this checkout: the component's own fixtures cover its forms"
        );
        return;
    };
    let scene = Scene::start().await;
    let mut events_in_all = 0;
    for (name, text) in &corpus {
        let notification: Value = serde_json::from_str(text).expect("JSON");
        let response = scene.process(text).await;
        assert!(response.is_success(), "{name}: {response:?}");

        let mut emitted: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
        for event in scene.events.take() {
            let properties: Value = serde_json::from_str(event.payload.get()).expect("JSON");
            let (kind, object) = match event.name.as_str() {
                "customer_message" => ("customer_message", &properties["messages"]),
                "status_changed" => ("status_changed", &properties["statuses"]),
                _ => ("webhook_notification", &properties["value"]),
            };
            let object = if kind == "webhook_notification" {
                object.clone()
            } else {
                assert_eq!(object.as_array().map(Vec::len), Some(1), "{name}");
                object[0].clone()
            };
            emitted.entry(kind).or_default().push(object);
            assert!(!event.id.is_empty(), "{name}");
            events_in_all += 1;
        }
        assert_eq!(emitted, expected(&notification), "{name}");
    }
    println!("{} notifications, {events_in_all} events", corpus.len());
    assert!(events_in_all >= corpus.len());
}

#[tokio::test]
async fn the_corpus_in_one_batch_loses_nothing() {
    let Some(corpus) = corpus() else {
        println!(
            "the corpus is not beside this checkout: the component's own fixtures cover its forms"
        );
        return;
    };
    let scene = Scene::start().await;
    let mut entries = Vec::new();
    let mut wanted = 0;
    for (_, text) in &corpus {
        let notification: Value = serde_json::from_str(text).expect("JSON");
        wanted += expected(&notification)
            .values()
            .map(Vec::len)
            .sum::<usize>();
        entries.extend(
            notification["entry"]
                .as_array()
                .cloned()
                .unwrap_or_default(),
        );
    }
    let batch = json!({"object": "whatsapp_business_account", "entry": entries});
    let response = scene.process(&batch.to_string()).await;
    assert!(response.is_success(), "{response:?}");
    assert_eq!(scene.events.take().len(), wanted);
}
