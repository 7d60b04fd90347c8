//! Twilio's API for WhatsApp, with a client that is not Twilio's.

mod accounts;
mod contents;
mod customers;
mod faults;
mod kept_messages;
mod media;
mod messages;
mod numbers;
mod sandbox_number;
mod senders;
mod statuses;
mod webhooks;

use reqwest::{Method, Response};
use serde_json::Value;
use uip_sandbox::{Sandbox, Webhook};

pub const ADA: &str = "16505551234";
pub const TO_ADA: &str = "whatsapp:+16505551234";

/// A plain client of Twilio.
pub struct Client {
    http: reqwest::Client,
    base: String,
    pub user: String,
    pub password: String,
    account: String,
    pub from: String,
}

impl Client {
    pub fn of(sandbox: &Sandbox) -> Self {
        let account = sandbox.twilio();
        Self {
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            base: sandbox.base_url(),
            user: account.account_sid.clone(),
            password: account.auth_token.clone(),
            account: account.account_sid.clone(),
            from: format!("whatsapp:+{}", account.number),
        }
    }

    /// The path of a resource of the API of 2010.
    pub fn path(&self, rest: &str) -> String {
        format!("/2010-04-01/Accounts/{}/{rest}", self.account)
    }

    /// Requests a path, or a whole address, with the credentials.
    pub async fn request(&self, method: Method, path: &str, body: &Body<'_>) -> Response {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        let request = self
            .http
            .request(method, url)
            .basic_auth(&self.user, Some(&self.password));
        let request = match body {
            Body::None => request,
            Body::Form(form) => request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(encoded(form)),
            Body::Json(value) => request.json(value),
        };
        request.send().await.unwrap()
    }

    /// The status and the JSON of an answer; `null` without a body.
    pub async fn ask(&self, method: Method, path: &str, body: &Body<'_>) -> (u16, Value) {
        let response = self.request(method, path, body).await;
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.ask(Method::GET, path, &Body::None).await
    }

    pub async fn post_json(&self, path: &str, body: &Value) -> (u16, Value) {
        self.ask(Method::POST, path, &Body::Json(body)).await
    }

    /// Creates a message with exactly these parameters.
    pub async fn create(&self, form: &[(&str, &str)]) -> (u16, Value) {
        let path = self.path("Messages.json");
        self.ask(Method::POST, &path, &Body::Form(form)).await
    }

    /// Sends from the account's sender to Ada and expects acceptance.
    pub async fn accepted(&self, form: &[(&str, &str)]) -> Value {
        let mut whole = vec![("From", self.from.as_str()), ("To", TO_ADA)];
        whole.extend_from_slice(form);
        let (status, message) = self.create(&whole).await;
        assert_eq!(status, 201, "{message}");
        message
    }

    /// Sends a text to Ada; returns its SID.
    pub async fn text(&self, body: &str) -> String {
        sid(&self.accepted(&[("Body", body)]).await)
    }

    /// A message as it is now.
    pub async fn message(&self, sid: &str) -> Value {
        let (status, message) = self.get(&self.path(&format!("Messages/{sid}.json"))).await;
        assert_eq!(status, 200, "{message}");
        message
    }
}

pub enum Body<'a> {
    None,
    Form(&'a [(&'a str, &'a str)]),
    Json(&'a Value),
}

pub fn encoded(form: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect();
    pairs.join("&")
}

pub fn sid(resource: &Value) -> String {
    resource["sid"].as_str().unwrap().to_owned()
}

/// A parameter of a webhook; empty if it is not there.
pub fn parameter<'a>(webhook: &'a Webhook, name: &str) -> &'a str {
    webhook.parameter(name).unwrap_or_default()
}

/// The statuses of the webhooks since the last time.
pub fn statuses(sandbox: &Sandbox) -> Vec<String> {
    let webhooks = sandbox.take_webhooks();
    let statuses = webhooks
        .iter()
        .map(|webhook| parameter(webhook, "MessageStatus"));
    statuses.map(str::to_owned).collect()
}

pub async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

/// A time as `SendAt` takes it.
pub fn iso_8601(seconds: u64) -> String {
    let time = jiff::Timestamp::from_second(seconds.try_into().unwrap()).unwrap();
    time.to_string()
}
