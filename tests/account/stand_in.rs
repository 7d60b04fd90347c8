//! A server in WhatsApp's place that answers what a test wants: what no honest
//! sandbox would.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, Uri};
use serde_json::Value;

/// It stops with the test's runtime.
pub struct StandIn {
    /// Scheme, host and port.
    pub base_url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    /// Answers each request with what `answer` makes of its path and query,
    /// the version left out, and its number from 0.
    pub async fn start(answer: impl Fn(&str, usize) -> String + Send + Sync + 'static) -> Self {
        Self::slow(Duration::ZERO, answer).await
    }

    /// As [`Self::start`], after so much time for each answer.
    pub async fn slow(
        delay: Duration,
        answer: impl Fn(&str, usize) -> String + Send + Sync + 'static,
    ) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let requests = Arc::clone(&asked);
        let answer = Arc::new(answer);
        let router = Router::new().fallback(move |uri: Uri| {
            let path = uri.to_string().replacen("/v25.0/", "", 1);
            let mut requests = requests.lock().expect("no test panicked here");
            let body = answer(&path, requests.len());
            requests.push(path);
            async move {
                tokio::time::sleep(delay).await;
                (StatusCode::OK, body)
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port on loopback");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            base_url: format!("http://{address}"),
            asked,
        }
    }

    /// What it was asked: paths and queries.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no test panicked here").clone()
    }
}

/// A page of a list, with the cursor of the next.
pub fn page(items: &Value, after: Option<&str>) -> String {
    let mut page = serde_json::json!({"data": items});
    if let Some(after) = after {
        page["paging"] = serde_json::json!({"cursors": {"after": after}, "next": "https://x.y/z"});
    }
    page.to_string()
}
