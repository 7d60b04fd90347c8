//! Properties that are given for one call.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::api::{Api, refused};

const CALL: &str = "/adapters/milan/call";

fn say(properties: &Value) -> Value {
    json!({
        "command": "sendMessageText",
        "request": { "phoneNumber": "+39 333 1234567", "message": "hello" },
        "properties": properties,
    })
}

async fn api() -> Api {
    Api::with_call_properties(&["authenticationToken", "phoneNumberId"]).await
}

fn given(api: &Api) -> Vec<Value> {
    api.adapters.properties.lock().unwrap().clone()
}

#[tokio::test]
async fn a_call_is_made_with_the_properties_that_come_with_it() {
    let api = api().await;
    let tenant = json!({ "authenticationToken": "a token of a tenant", "phoneNumberId": "106" });
    let response = api.post(CALL, &say(&tenant)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(
        response.text().await.unwrap(),
        r#"{"status":"success","messageId":"fake.1"}"#
    );
    assert_eq!(given(&api), std::slice::from_ref(&tenant));
    let called = api.calls();
    assert_eq!(called[0].0, "milan");
    assert_eq!(called[0].2["message"], "hello");
    // The next call has those of the configuration.
    let response = api
        .post(CALL, &json!({ "command": "testConnection" }))
        .await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(given(&api), [tenant]);
    assert_eq!(api.calls().len(), 2);
}

#[tokio::test]
async fn a_dry_run_has_them_too_and_calls_nothing() {
    let api = api().await;
    let tenant = json!({ "phoneNumberId": "106" });
    let response = api
        .post(&format!("{CALL}?dryRun=true"), &say(&tenant))
        .await;
    let json: Value = response.json().await.unwrap();
    assert_eq!(json["status"], "dry-run");
    assert_eq!(given(&api), [tenant]);
    assert_eq!(api.calls(), []);
}

#[tokio::test]
async fn properties_that_the_configuration_does_not_name_are_refused_and_nothing_is_called() {
    let api = api().await;
    for (path, properties, mistake) in [
        (
            CALL,
            json!({ "apiBaseUrl": "https://evil.example" }),
            "properties.apiBaseUrl: cannot be given for a call; `callProperties` in [adapters.milan] does not name it",
        ),
        (
            CALL,
            json!({ "phoneNumberID": "s3cret" }),
            "properties.phoneNumberID: the adapter has no such property; did you mean `phoneNumberId`?",
        ),
        (
            "/adapters/rome/call",
            json!({ "phoneNumberId": "s3cret" }),
            "properties.phoneNumberId: cannot be given for a call; `callProperties` in [adapters.rome] does not name it",
        ),
        (
            CALL,
            json!({ "authenticationToken": "" }),
            "properties.authenticationToken: too short",
        ),
    ] {
        let response = api.post(path, &say(&properties)).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let json: Value = response.json().await.unwrap();
        assert_eq!(json["code"], "invalid-properties");
        assert_eq!(json["retryable"], false);
        assert_eq!(json["mistakes"], json!([mistake]));
        let text = json.to_string();
        assert!(text.contains("nothing was sent"), "{text}");
        assert!(!text.contains("s3cret") && !text.contains("evil"), "{text}");
    }
    assert_eq!(api.calls(), []);
    assert_eq!(given(&api), <[Value; 0]>::default());
}

#[tokio::test]
async fn a_body_of_another_form_or_of_an_unknown_command_is_refused() {
    let api = api().await;
    for body in [
        json!([]),
        json!({}),
        json!({ "command": 1 }),
        json!({ "command": "sendMessageText", "properties": "s3cret" }),
        json!({ "command": "sendMessageText", "propertys": {} }),
        json!({ "command": "sendMessageText", "request": {} }),
    ] {
        let response = api.post(CALL, &body).await;
        let code = refused(response, StatusCode::BAD_REQUEST).await;
        assert_eq!(code, "invalid-request", "{body}");
    }
    let response = api.post(CALL, &json!({ "command": "sendText" })).await;
    let code = refused(response, StatusCode::NOT_FOUND).await;
    assert_eq!(code, "unknown-command");
    let response = api.post("/adapters/oslo/call", &say(&json!({}))).await;
    let code = refused(response, StatusCode::NOT_FOUND).await;
    assert_eq!(code, "unknown-adapter");
    let anyone = api.client.post(format!("http://{}{CALL}", api.address));
    let response = anyone.json(&say(&json!({}))).send().await.unwrap();
    assert_eq!(
        refused(response, StatusCode::UNAUTHORIZED).await,
        "unauthorized"
    );
    let twice =
        r#"{"command":"sendMessageText","properties":{"phoneNumberId":"1","phoneNumberId":"2"}}"#;
    let request = api.request(reqwest::Method::POST, CALL);
    let request = request
        .header("content-type", "application/json")
        .body(twice);
    let response = request.send().await.unwrap();
    assert_eq!(
        refused(response, StatusCode::BAD_REQUEST).await,
        "invalid-request"
    );
    assert_eq!(api.calls(), []);
}
