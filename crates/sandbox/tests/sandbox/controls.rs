//! The controls over HTTP.

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::{Fault, Sandbox};

use crate::support::{Client, text, updates};

const ADA: &str = "16505551234";

/// Calls a control; the answer's status and JSON (null if there is no body).
pub async fn control(sandbox: &Sandbox, method: Method, path: &str, body: Value) -> (u16, Value) {
    let response = reqwest::Client::new()
        .request(method, format!("{}/sandbox{path}", sandbox.base_url()))
        .body(body.to_string())
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default())
}

pub async fn get(sandbox: &Sandbox, path: &str) -> Value {
    let (status, body) = control(sandbox, Method::GET, path, Value::Null).await;
    assert_eq!(status, 200, "{body}");
    body
}

pub async fn post(sandbox: &Sandbox, path: &str, body: Value) -> (u16, Value) {
    control(sandbox, Method::POST, path, body).await
}

#[tokio::test]
async fn a_customer_says_replies_reacts_and_sends_over_http() {
    let sandbox = Sandbox::start().await.unwrap();
    let (status, said) = post(
        &sandbox,
        "/customers/+16505551234/say",
        json!({"text": "hi"}),
    )
    .await;
    assert_eq!(status, 201);
    let id = said["id"].as_str().unwrap();
    let steps = [
        ("reply", json!({"messageId": id, "text": "me again"})),
        ("react", json!({"messageId": id, "emoji": "👍"})),
        ("react", json!({"messageId": id})),
        (
            "send",
            json!({"type": "location", "content": {"latitude": 1, "longitude": 2}}),
        ),
    ];
    for (what, body) in steps {
        let (status, _) = post(&sandbox, &format!("/customers/{ADA}/{what}"), body).await;
        assert_eq!(status, 201, "{what}");
    }
    let (_, taken) = post(&sandbox, "/notifications/take", Value::Null).await;
    let told: Vec<Value> = taken
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|item| updates(&serde_json::from_str(item["body"].as_str().unwrap()).unwrap()))
        .collect();
    let kinds: Vec<&str> = told.iter().filter_map(|one| one["type"].as_str()).collect();
    assert_eq!(kinds, ["text", "text", "reaction", "reaction", "location"]);
    let first = &taken[0];
    assert_eq!(
        first["signature"],
        sandbox.sign(first["body"].as_str().unwrap().as_bytes())
    );
}

#[tokio::test]
async fn faults_are_queued_listed_and_cleared_over_http() {
    let sandbox = Sandbox::start().await.unwrap();
    let faults = json!([{"fault": "error", "code": 131_056}, {"fault": "truncated-body"}]);
    assert_eq!(post(&sandbox, "/faults", faults).await.0, 201);
    assert_eq!(
        sandbox.pending_faults(),
        [Fault::error(131_056), Fault::TruncatedBody]
    );
    let one = post(&sandbox, "/faults", json!({"fault": "not-http"})).await;
    assert_eq!(one.1.as_array().unwrap().len(), 3);
    assert_eq!(get(&sandbox, "/faults").await[0]["code"], 131_056);
    assert_eq!(
        control(&sandbox, Method::DELETE, "/faults", Value::Null)
            .await
            .0,
        204
    );
    assert!(sandbox.pending_faults().is_empty());
}

#[tokio::test]
async fn requests_and_what_the_customer_saw_are_shown() {
    let sandbox = Sandbox::start().await.unwrap();
    Client::of(&sandbox)
        .accepted(&text("+16505551234", "ciao"))
        .await;
    let requests = get(&sandbox, "/requests").await;
    assert_eq!(requests[0]["method"], "POST");
    assert_eq!(requests[0]["json"]["text"]["body"], "ciao");
    assert_eq!(
        requests[0]["headers"]["authorization"],
        format!("Bearer {}", sandbox.token())
    );
    let ada = get(&sandbox, &format!("/customers/{ADA}")).await;
    assert_eq!(ada["received"][0]["body"], "ciao");
    assert_eq!(
        get(&sandbox, "/customers").await.as_array().unwrap().len(),
        1
    );
    for path in ["", "/"] {
        assert_eq!(get(&sandbox, path).await["requests"], 1);
    }
}

#[tokio::test]
async fn a_customer_is_changed_over_http() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let patch = |body: Value| {
        let sandbox = &sandbox;
        async move { control(sandbox, Method::PATCH, &format!("/customers/{ADA}"), body).await }
    };
    let (_, ada) = patch(json!({"name": "Ada", "userId": "US.9", "refusedWith": 131_030})).await;
    assert_eq!(
        (&ada["name"], &ada["userId"]),
        (&json!("Ada"), &json!("US.9"))
    );
    assert_eq!(
        client.refused(&text("+16505551234", "x")).await.1["code"],
        131_030
    );
    patch(json!({"reachable": true, "windowOpen": false})).await;
    client.accepted(&text("+16505551234", "x")).await;
    assert!(sandbox.customer(ADA).received().is_empty());
    patch(json!({"windowOpen": true})).await;
    client.accepted(&text("+16505551234", "x")).await;
    assert_eq!(sandbox.customer(ADA).received().len(), 1);
}

#[tokio::test]
async fn the_clock_moves_and_everything_can_be_forgotten() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .start()
        .await
        .unwrap();
    let (_, moved) = post(&sandbox, "/clock", json!({"advanceSeconds": 60})).await;
    assert_eq!(moved["now"], 1_790_000_060);
    sandbox.customer(ADA).says("hi");
    assert_eq!(post(&sandbox, "/reset", Value::Null).await.0, 204);
    assert!(sandbox.notifications().is_empty());
}

#[tokio::test]
async fn any_field_is_notified_and_the_callback_set_and_verified_over_http() {
    let sandbox = Sandbox::start().await.unwrap();
    let update = json!({"field": "account_update", "value": {"event": "X"}});
    assert_eq!(post(&sandbox, "/notifications", update).await.0, 201);
    let body = get(&sandbox, "/notifications").await[0]["body"].to_string();
    assert!(body.contains("account_update"));

    let (status, error) = post(&sandbox, "/callback/verify", Value::Null).await;
    assert_eq!(
        (status, &error["error"]),
        (400, &json!("there is no callback URL to verify"))
    );
    // The sandbox itself is no webhook: it does not repeat the challenge.
    let url = json!({"url": sandbox.base_url(), "verifyToken": "t"});
    assert_eq!(post(&sandbox, "/callback", url).await.0, 204);
    assert_eq!(sandbox.verify_token(), "t");
    assert_eq!(post(&sandbox, "/callback/verify", Value::Null).await.0, 502);
}

#[tokio::test]
async fn a_mistake_is_told_in_one_line() {
    let sandbox = Sandbox::start().await.unwrap();
    let cases = [
        (
            Method::POST,
            "/faults",
            json!({"fault": "earthquake"}),
            400,
            "this is not a fault",
        ),
        (
            Method::POST,
            "/customers/Ada/say",
            json!({"text": "x"}),
            400,
            "neither a phone number",
        ),
        (
            Method::POST,
            "/customers/1/say",
            json!({"body": "x"}),
            400,
            "unknown field",
        ),
        (Method::GET, "/nowhere", Value::Null, 404, "no such control"),
        (
            Method::DELETE,
            "/requests",
            Value::Null,
            404,
            "no such control",
        ),
    ];
    for (method, path, body, status, said) in cases {
        let (found, error) = control(&sandbox, method, path, body).await;
        assert_eq!(found, status, "{path}");
        let error = error["error"].as_str().unwrap();
        assert!(error.contains(said) && !error.contains('\n'), "{error}");
    }
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn the_settings_are_what_a_client_needs_to_send_and_to_verify() {
    let sandbox = Sandbox::builder()
        .token("a-token-of-this-sandbox")
        .app_secret("shh")
        .verify_token("word")
        .start()
        .await
        .unwrap();
    let settings = get(&sandbox, "/settings").await;
    assert_eq!(
        settings[0],
        json!({
            "properties": {
                "authenticationToken": "a-token-of-this-sandbox",
                "apiVersion": "v25.0",
                "phoneNumberId": sandbox.phone_number_id(),
                "businessAccountId": sandbox.business_account_id(),
                "appId": sandbox.app_id(),
                "apiBaseUrl": sandbox.base_url(),
            },
            "webhook": {
                "authentication": "hmac-sha256",
                "authenticationKey": "c2ho",
                "verifyToken": "word",
                "command": "processWebhook",
                "properties": {"whatsAppNotification": "{wfsystem.body}"},
            },
        })
    );
    let twilio = &settings[1];
    assert_eq!(
        twilio["properties"],
        json!({
            "accountSid": "AC00000000000000000000000000000001",
            "authToken": "sandbox-auth-token-guards-nothing",
            "from": "+15550100300",
            "apiBaseUrl": sandbox.base_url(),
        })
    );
    assert_eq!(twilio["webhook"]["authentication"], "twilio");
    assert_eq!(
        twilio["webhook"]["authenticationKey"],
        "c2FuZGJveC1hdXRoLXRva2VuLWd1YXJkcy1ub3RoaW5n"
    );
}

#[tokio::test]
async fn a_callback_that_cannot_be_called_is_refused_and_the_one_before_stays() {
    let sandbox = Sandbox::start().await.unwrap();
    let set = async |url: &str| post(&sandbox, "/callback", json!({ "url": url })).await.0;
    assert_eq!(set("http://127.0.0.1:9/hook").await, 204);
    for url in ["https://flows.example.com/hook", "not a url", "/hook"] {
        assert_eq!(set(url).await, 400, "{url}");
    }
    let (_, root) = control(&sandbox, Method::GET, "", Value::Null).await;
    assert_eq!(root["callbackUrl"], "http://127.0.0.1:9/hook");
}
