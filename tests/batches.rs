//! Batches, again and again: every event comes out.

use serde_json::{Value, json};
use uip_testkit::Scene;

/// Two entries, each with three messages and two statuses.
fn batch(number: usize) -> String {
    let entry = |entry: usize| {
        let id = |kind: &str, position: usize| format!("{kind}-{number}-{entry}-{position}");
        let messages: Vec<Value> = (0..3)
            .map(|position| json!({"id": id("m", position), "from": "39333", "timestamp": "1", "type": "text", "text": {"body": "x"}}))
            .collect();
        let statuses: Vec<Value> = (0..2)
            .map(|position| json!({"id": id("s", position), "status": "read", "recipient_id": "39333", "timestamp": "1"}))
            .collect();
        json!({"id": entry.to_string(), "changes": [
            {"field": "messages", "value": {"messaging_product": "whatsapp", "contacts": [{"wa_id": "39333"}], "messages": messages}},
            {"field": "messages", "value": {"messaging_product": "whatsapp", "statuses": statuses}},
        ]})
    };
    json!({"object": "whatsapp_business_account", "entry": [entry(0), entry(1)]}).to_string()
}

#[tokio::test]
async fn two_thousand_batches_of_ten_are_twenty_thousand_events() {
    let scene = Scene::start().await;
    let mut ids = std::collections::HashSet::new();
    for number in 0..2000 {
        assert!(scene.process(&batch(number)).await.is_success());
        ids.extend(scene.events.take().into_iter().map(|event| event.id));
    }
    println!("{} of 20000 events", ids.len());
    assert_eq!(ids.len(), 20_000);
}
