//! `subscribeWebhook` and `unsubscribeWebhook`.

use axum::Router;
use axum::extract::RawQuery;
use axum::routing::get;
use serde_json::{Value, json};

use crate::conversation::Conversation;

/// A webhook that repeats the challenge of WhatsApp's verification if the token is
/// right: its address.
async fn webhook(token: &'static str) -> String {
    let answer = move |RawQuery(query): RawQuery| async move {
        let query = query.unwrap_or_default();
        let value = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.find(|(key, _)| *key == name);
            found.map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        if value("hub.verify_token") == token {
            value("hub.challenge")
        } else {
            String::new()
        }
    };
    let router = Router::new().route("/hook", get(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port on loopback");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/hook")
}

/// The account's own URL, as Graph lists the subscription.
async fn override_url(talk: &Conversation) -> Value {
    let sandbox = &talk.scene.sandbox;
    let url = format!(
        "{}/v25.0/{}/subscribed_apps",
        sandbox.base_url(),
        sandbox.business_account_id()
    );
    let request = reqwest::Client::new().get(url).bearer_auth(sandbox.token());
    let answer = request.send().await.expect("the sandbox");
    let mut listed: Value = answer.json().await.expect("JSON");
    listed["data"][0]["override_callback_uri"].take()
}

#[tokio::test]
async fn notifications_go_to_the_url_of_the_account_until_it_is_removed() {
    let talk = Conversation::start_with_account().await;
    let url = webhook("open-sesame").await;
    let request = json!({"callbackUrl": url, "verifyToken": "open-sesame"});
    let subscribed = talk.call("subscribeWebhook", request).await;
    assert_eq!(subscribed.get("callbackUrl"), Some(&json!(url)));
    assert_eq!(override_url(&talk).await, json!(url));

    let removed = talk
        .call("unsubscribeWebhook", json!({"overrideOnly": true}))
        .await;
    assert_eq!(removed.get("overrideOnly"), Some(&json!(true)));
    assert_eq!(override_url(&talk).await, Value::Null);
    talk.answers("say", json!({"text": "Still there?"})).await;

    let ended = talk.call("unsubscribeWebhook", json!({})).await;
    assert_eq!(ended.get("overrideOnly"), Some(&json!(false)));
    let response = talk.scene.call("testConnection", json!({})).await;
    assert_eq!(response.get("code"), Some(&json!("webhook-not-subscribed")));

    let again = talk.call("subscribeWebhook", json!({})).await;
    assert_eq!(again.get("callbackUrl"), None);
    talk.call("testConnection", json!({})).await;
}

#[tokio::test]
async fn a_url_that_does_not_know_the_token_is_told_without_it() {
    let talk = Conversation::start_with_account().await;
    let url = webhook("another-word").await;
    let request = json!({"callbackUrl": url, "verifyToken": "open-sesame"});
    let response = talk.scene.call("subscribeWebhook", request).await;
    assert_eq!(response.failure(), Some("permanent-failure"));
    assert_eq!(response.get("code"), Some(&json!("2200")), "{response:?}");
    let told = serde_json::to_string(&response).expect("JSON");
    assert!(!told.contains("open-sesame"), "{told}");
    assert_eq!(override_url(&talk).await, Value::Null);
}
