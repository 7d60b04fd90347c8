use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::server::TOKEN;

/// How long a test waits for what must happen before it fails.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// Waits until something is so.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "never came about: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A delivery that came.
#[derive(Clone)]
pub struct Delivery {
    /// Its `Idempotency-Key`.
    pub key: String,
    pub event: Value,
}

#[derive(Default)]
struct State {
    deliveries: Vec<Delivery>,
    /// Where customers are answered.
    answers_at: Option<String>,
    answered: Vec<Value>,
}

/// A workflow engine in small: it takes events, and can answer customers.
#[derive(Clone)]
pub struct Engine {
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl Engine {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let engine = Self {
            url: format!("http://{address}/flow"),
            state: Arc::default(),
        };
        let taking = engine.clone();
        let router = Router::new().fallback(move |headers: HeaderMap, body: Bytes| {
            let engine = taking.clone();
            async move { engine.take(&headers, &body).await }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        engine
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers each customer from now on, through the server at this address.
    pub fn answer_at(&self, server: String) {
        self.state().answers_at = Some(server);
    }

    pub fn deliveries(&self) -> Vec<Delivery> {
        self.state().deliveries.clone()
    }

    /// What the commands API answered.
    pub fn answered(&self) -> Vec<Value> {
        self.state().answered.clone()
    }

    /// The deliveries of this event.
    pub fn of(&self, event: &str) -> Vec<Delivery> {
        let mut deliveries = self.deliveries();
        deliveries.retain(|delivery| delivery.event["event"] == event);
        deliveries
    }

    async fn take(&self, headers: &HeaderMap, body: &[u8]) -> StatusCode {
        let Ok(event) = serde_json::from_slice::<Value>(body) else {
            return StatusCode::BAD_REQUEST;
        };
        let answers_at = self.state().answers_at.clone();
        if let Some(server) = answers_at.filter(|_| event["event"] == "customer_message") {
            let message = &event["properties"]["messages"][0];
            let from = message["from"].as_str().unwrap_or_default();
            let said = message["text"]["body"].as_str().unwrap_or_default();
            let answer = reqwest::Client::new()
                .post(format!("{server}/adapters/whatsapp/commands/sendMessageText"))
                .bearer_auth(TOKEN)
                .json(&json!({"phoneNumber": format!("+{from}"), "message": format!("You said: {said}")}))
                .send()
                .await;
            let Ok(answer) = answer else {
                return StatusCode::BAD_GATEWAY;
            };
            let answer = answer.json().await.unwrap_or_default();
            self.state().answered.push(answer);
        }
        let key = headers
            .get("Idempotency-Key")
            .and_then(|key| key.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        self.state().deliveries.push(Delivery { key, event });
        StatusCode::NO_CONTENT
    }
}
