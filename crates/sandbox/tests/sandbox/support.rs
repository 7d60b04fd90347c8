//! What the tests share: a client that is not the component.

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use uip_sandbox::Sandbox;

/// A plain client of the Cloud API.
pub struct Client {
    http: reqwest::Client,
    base: String,
    path: String,
    pub token: String,
}

impl Client {
    pub fn of(sandbox: &Sandbox) -> Self {
        Self {
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            base: sandbox.base_url(),
            path: format!("v25.0/{}/messages", sandbox.phone_number_id()),
            token: sandbox.token().to_owned(),
        }
    }

    /// POSTs to any path.
    pub async fn post(&self, path: &str, body: &Value) -> reqwest::Result<Response> {
        self.http
            .post(format!("{}/{path}", self.base))
            .bearer_auth(&self.token)
            .json(body)
            .send()
            .await
    }

    pub async fn get(&self, path: &str) -> reqwest::Result<Response> {
        self.http
            .get(format!("{}/{path}", self.base))
            .bearer_auth(&self.token)
            .send()
            .await
    }

    pub async fn delete(&self, path: &str, body: &Value) -> reqwest::Result<Response> {
        self.http
            .delete(format!("{}/{path}", self.base))
            .bearer_auth(&self.token)
            .json(body)
            .send()
            .await
    }

    /// POSTs bytes at an offset of a resumable upload, with the token as Meta's guide shows it.
    pub async fn post_bytes(
        &self,
        path: &str,
        offset: usize,
        bytes: &[u8],
    ) -> reqwest::Result<Response> {
        self.http
            .post(format!("{}/{path}", self.base))
            .header("authorization", format!("OAuth {}", self.token))
            .header("file_offset", offset.to_string())
            .body(bytes.to_vec())
            .send()
            .await
    }

    /// POSTs to the messages path and does nothing with the answer.
    pub async fn try_send(&self, body: &Value) -> reqwest::Result<Response> {
        self.post(&self.path, body).await
    }

    /// Sends and expects an answer with JSON.
    pub async fn send(&self, body: &Value) -> (StatusCode, Value) {
        let response = self.try_send(body).await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// Sends and expects acceptance; returns the message's id.
    pub async fn accepted(&self, body: &Value) -> String {
        let (status, answer) = self.send(body).await;
        assert_eq!(status, 200, "{answer}");
        answer["messages"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Sends and expects a refusal; returns the `error` object and the status.
    pub async fn refused(&self, body: &Value) -> (u16, Value) {
        let (status, mut answer) = self.send(body).await;
        assert!(!status.is_success(), "{answer}");
        (status.as_u16(), answer["error"].take())
    }
}

/// The status and the JSON of an answer.
pub async fn read(response: reqwest::Result<Response>) -> (u16, Value) {
    let response = response.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

/// The `value` of each change of this field that was notified about since the last time.
pub fn values(sandbox: &Sandbox, field: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for notification in sandbox.take_notifications() {
        for entry in notification.json()["entry"].as_array().unwrap() {
            for change in entry["changes"].as_array().unwrap() {
                if change["field"] == field {
                    found.push(change["value"].clone());
                }
            }
        }
    }
    found
}

/// A request with the usual envelope.
pub fn message(to: &str, kind: &str, content: Value) -> Value {
    json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "type": kind,
        kind: content,
    })
}

pub fn text(to: &str, body: &str) -> Value {
    message(to, "text", json!({"body": body}))
}

pub fn template(to: &str, name: &str, components: Value) -> Value {
    message(
        to,
        "template",
        json!({"name": name, "language": {"code": "en_US"}, "components": components}),
    )
}

fn texts(values: &[&str]) -> Value {
    values
        .iter()
        .map(|value| json!({"type": "text", "text": value}))
        .collect()
}

/// A template's body component.
pub fn body(values: &[&str]) -> Value {
    json!({"type": "body", "parameters": texts(values)})
}

/// A template's header component.
pub fn header(parameter: Value) -> Value {
    json!({"type": "header", "parameters": [parameter]})
}

/// A template's button component.
pub fn button(index: impl Into<Value>, sub_type: &str, parameter: Value) -> Value {
    json!({"type": "button", "sub_type": sub_type, "index": index.into(), "parameters": [parameter]})
}

/// Every message and status in a notification, in order.
pub fn updates(notification: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for entry in notification["entry"].as_array().unwrap() {
        for change in entry["changes"].as_array().unwrap() {
            if change["field"] != "messages" {
                continue;
            }
            for key in ["messages", "statuses"] {
                if let Some(items) = change["value"][key].as_array() {
                    found.extend(items.iter().cloned());
                }
            }
        }
    }
    found
}

/// The `status` of every status that was notified about since the last time.
pub fn statuses(sandbox: &Sandbox) -> Vec<String> {
    sandbox
        .take_notifications()
        .iter()
        .flat_map(|notification| updates(&notification.json()))
        .filter_map(|update| update["status"].as_str().map(str::to_owned))
        .collect()
}
