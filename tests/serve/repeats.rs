//! Meta repeats notifications, in other groups.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use super::engine::{Engine, until};
use super::server::Site;

/// Messages in a notification, one entry for each.
pub fn notification(ids: &[String]) -> String {
    let entries: Vec<Value> = ids
        .iter()
        .map(|id| {
            json!({"id": "1", "changes": [{"field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": {"display_phone_number": "15550100200", "phone_number_id": uip_sandbox::DEFAULT_PHONE_NUMBER_ID},
                "contacts": [{"profile": {"name": "Ada"}, "wa_id": "393331234567"}],
                "messages": [{"from": "393331234567", "id": id, "timestamp": "1795248000", "type": "text", "text": {"body": "Hello"}}],
            }}]})
        })
        .collect();
    json!({"object": "whatsapp_business_account", "entry": entries}).to_string()
}

#[tokio::test]
async fn what_comes_ten_times_in_other_groups_is_delivered_once() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    let server = site.serve();
    let ids: Vec<String> = (0..10).map(|number| format!("wamid.{number}")).collect();

    let mut sent = 0;
    for size in 1..=10 {
        for group in ids.chunks(size) {
            let body = notification(group);
            let answer = reqwest::Client::new()
                .post(server.callback())
                .header("X-Hub-Signature-256", sandbox.sign(body.as_bytes()))
                .body(body)
                .send()
                .await
                .expect("an answer");
            assert_eq!(answer.status().as_u16(), 200);
            sent += 1;
        }
    }
    let list = ["notifications", "list", "--state", "done", "--limit", "100"];
    until("every notification is done", || {
        site.json(&list)
            .as_array()
            .is_some_and(|done| done.len() == sent)
    })
    .await;
    until("all are delivered", || {
        engine.deliveries().len() >= ids.len()
    })
    .await;

    let pending = site.json(&["events", "list", "--state", "pending"]);
    assert_eq!(pending, json!([]));
    let keys: Vec<String> = engine.deliveries().into_iter().map(|it| it.key).collect();
    assert_eq!(keys.len(), ids.len(), "{keys:?}");
    assert_eq!(
        keys.into_iter().collect::<BTreeSet<_>>(),
        ids.into_iter().collect()
    );
}
