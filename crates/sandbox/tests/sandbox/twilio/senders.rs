//! The WhatsApp sender.

use serde_json::json;

use super::{parameter, sid, start};

#[tokio::test]
async fn the_sender_is_listed_and_its_webhooks_are_changed() {
    let (sandbox, client) = start().await;
    let (status, list) = client.get("/v2/Channels/Senders?Channel=whatsapp").await;
    assert_eq!(status, 200, "{list}");
    let senders = list["senders"].as_array().unwrap();
    assert_eq!(senders.len(), 1);
    let sender = &senders[0];
    assert_eq!(
        (&sender["status"], &sender["sender_id"]),
        (&json!("ONLINE"), &json!(client.from))
    );
    assert_eq!(sender["webhook"]["callback_url"], "");
    assert_eq!(list["meta"]["key"], "senders");
    let path = format!("/v2/Channels/Senders/{}", sid(sender));
    assert_eq!(&client.get(&path).await.1, sender);
    // Port 9 of loopback is not called: the webhook is only looked at.
    let change = json!({"webhook": {"status_callback_url": "http://127.0.0.1:9/status"}});
    let (status, changed) = client.post_json(&path, &change).await;
    assert_eq!(status, 202);
    assert_eq!(
        changed["webhook"]["status_callback_url"],
        "http://127.0.0.1:9/status"
    );
    client.text("Hello").await;
    let webhook = &sandbox.take_webhooks()[0];
    assert_eq!(webhook.url(), Some("http://127.0.0.1:9/status"));
    assert_eq!(parameter(webhook, "MessageStatus"), "sent");
}

#[tokio::test]
async fn a_list_of_senders_needs_a_channel_and_an_unknown_one_is_not_found() {
    let (_sandbox, client) = start().await;
    assert_eq!(client.get("/v2/Channels/Senders").await.0, 400);
    assert_eq!(client.get("/v2/Channels/Senders/XE1").await.0, 404);
    assert_eq!(client.get("/v2/Channels").await.0, 404);
}
