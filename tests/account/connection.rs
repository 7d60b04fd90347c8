//! `testConnection`.

use serde_json::json;
use uip_testkit::Scene;

use crate::stand_in::{StandIn, page};
use crate::{account, before, text};

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
    assert!(text(&response, "advice").contains("subscribeWebhook"));

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
        ("apiVersion", "v99.0", "apiVersion"),
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
async fn an_app_secret_that_no_notification_could_be_checked_with_is_told() {
    for (secret, is_good) in [
        ("c2VjcmV0", true),
        ("0123456789abcdef0123456789abcdef", false),
        ("not base64 at all!", false),
        (" ", false),
    ] {
        let scene = Scene::builder().property("appSecret", secret).start().await;
        let response = scene.call("testConnection", json!({})).await;
        assert_eq!(response.is_success(), is_good, "{secret}: {response:?}");
        if !is_good {
            assert_eq!(text(&response, "code"), "invalid-app-secret");
            assert_eq!(scene.sandbox.requests().len(), 0);
        }
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

#[tokio::test]
async fn a_number_that_cannot_send_is_told() {
    let scene = Scene::start().await;
    scene.sandbox.change_number("status", json!("BANNED"));
    let response = scene.call("testConnection", json!({})).await;
    assert_eq!(text(&response, "code"), "phone-number-not-usable");
    assert!(text(&response, "error").contains("BANNED"), "{response:?}");
}

#[tokio::test]
async fn a_number_of_another_account_is_told_when_all_pages_are_read() {
    let answer = |path: &str, _| match path {
        path if path.contains("after=b") => page(&json!([{"id": "3"}]), None),
        path if path.contains("/phone_numbers") => {
            page(&json!([{"id": "1"}, {"id": "2"}]), Some("b"))
        }
        path if path.contains("/subscribed_apps") => page(&json!([{"id": "9"}]), None),
        _ => json!({"display_phone_number": "+1 555"}).to_string(),
    };
    for (id, code) in [("4", "phone-number-not-in-account"), ("3", "")] {
        let stand_in = StandIn::start(answer).await;
        let scene = account()
            .property("apiBaseUrl", stand_in.base_url.as_str())
            .property("phoneNumberId", id)
            .start()
            .await;
        let response = scene
            .call("testConnection", json!({"checkWebhook": false}))
            .await;
        assert_eq!(text(&response, "code"), code, "{response:?}");
        let numbers = "102290129340398/phone_numbers?fields=id&limit=100";
        assert_eq!(
            stand_in.asked()[1..],
            [numbers.to_owned(), format!("{numbers}&after=b")]
        );
    }
}

#[tokio::test]
async fn a_missing_permission_is_named_as_the_read_needs_it() {
    let refusal = json!({"error": {"message": "(#200) Permissions error", "code": 200}});
    let stand_in = StandIn::start(move |_, _| refusal.to_string()).await;
    let scene = before(&stand_in).await;
    for (command, request, permission) in [
        ("testConnection", json!({}), "whatsapp_business_management"),
        ("listTemplates", json!({}), "whatsapp_business_management"),
        (
            "getMedia",
            json!({"mediaId": "1"}),
            "whatsapp_business_messaging",
        ),
    ] {
        let response = scene.call(command, request).await;
        let advice = text(&response, "advice");
        assert!(advice.contains(permission), "{command}: {advice}");
    }
}

#[tokio::test]
async fn a_login_page_is_not_whatsapps_answer() {
    let stand_in = StandIn::start(|_, _| "<html><title>Sign in</title></html>".to_owned()).await;
    let scene = before(&stand_in).await;
    let response = scene.call("testConnection", json!({})).await;
    assert_eq!(response.failure(), Some("temporary-failure"));
    assert!(
        text(&response, "error").starts_with("The answer did not come from WhatsApp"),
        "{response:?}"
    );
    assert!(text(&response, "advice").contains("apiBaseUrl"));
}
