//! `testConnection`.

use serde_json::json;
use uip_whatsapp_tests::Scene;

use crate::{account, text};

/// Subscribes the app to the account's notifications (`POST`), or no longer
/// (`DELETE`).
async fn subscription(scene: &Scene, method: reqwest::Method) {
    let url = format!(
        "{}/v25.0/{}/subscribed_apps",
        scene.sandbox.base_url(),
        scene.sandbox.business_account_id()
    );
    let client = reqwest::Client::new();
    let request = client
        .request(method, url)
        .bearer_auth(scene.sandbox.token());
    let answer = request.send().await.expect("the sandbox answers");
    assert!(answer.status().is_success());
}

#[tokio::test]
async fn what_works_is_told_with_the_number_and_its_state() {
    let scene = Scene::start().await;
    let response = scene.call("testConnection", json!({})).await;
    assert!(response.is_success(), "{response:?}");
    assert_eq!(
        text(&response, "phoneNumber"),
        scene.sandbox.display_phone_number()
    );
    assert_eq!(text(&response, "qualityRating"), "GREEN");
    assert_eq!(text(&response, "throughput"), "STANDARD");
    assert_eq!(text(&response, "numberStatus"), "CONNECTED");
    assert!(!text(&response, "verifiedName").is_empty());
    assert_eq!(response.get("subscribedApps"), None);
}

#[tokio::test]
async fn with_the_account_the_subscription_is_looked_at() {
    let scene = account().start().await;
    subscription(&scene, reqwest::Method::DELETE).await;
    let response = scene.call("testConnection", json!({})).await;
    assert_eq!(
        response.failure(),
        Some("permanent-failure"),
        "{response:?}"
    );
    assert_eq!(text(&response, "code"), "webhook-not-subscribed");
    assert!(text(&response, "advice").contains("subscribed_apps"));

    let response = scene
        .call("testConnection", json!({"checkWebhook": false}))
        .await;
    assert!(response.is_success(), "{response:?}");

    subscription(&scene, reqwest::Method::POST).await;
    let response = scene.call("testConnection", json!({})).await;
    assert!(response.is_success(), "{response:?}");
    let apps = response
        .get("subscribedApps")
        .and_then(|apps| apps.as_array());
    assert_eq!(apps.map(Vec::len), Some(1), "{response:?}");
}

#[tokio::test]
async fn the_first_thing_that_is_wrong_is_told_with_how_to_mend_it() {
    for (property, value, named) in [
        (
            "authenticationToken",
            "another-token-of-some-length",
            "authenticationToken",
        ),
        ("phoneNumberId", "4711", "phoneNumberId"),
        ("businessAccountId", "4711", "businessAccountId"),
        ("apiVersion", "25", "apiVersion"),
    ] {
        let scene = Scene::builder().property(property, value).start().await;
        let response = scene.call("testConnection", json!({})).await;
        assert_eq!(
            response.failure(),
            Some("permanent-failure"),
            "{property}: {response:?}"
        );
        let advice = text(&response, "advice");
        assert!(advice.contains(named), "{property}: {advice}");
        let whole = serde_json::to_string(&response).expect("JSON");
        assert!(!whole.contains("another-token"), "{whole}");
    }
}

#[tokio::test]
async fn the_account_must_be_known_to_look_at_its_webhook() {
    let scene = Scene::start().await;
    let response = scene
        .call("testConnection", json!({"checkWebhook": true}))
        .await;
    assert_eq!(text(&response, "code"), "missing-business-account-id");
    assert_eq!(scene.sandbox.requests().len(), 0);
}
