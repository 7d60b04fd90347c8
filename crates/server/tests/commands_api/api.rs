//! A server with the commands API, and a client of it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::middleware::{self, Next};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use uip_contract::{Manifest, Secret};
use uip_server::commands_api::{Limits, Tokens, router_with};

use crate::fake::FakeAdapters;

pub const TOKEN: &str = "a-token-of-the-tests";
pub const TEXT: &str = "/adapters/milan/commands/sendMessageText";

/// Tells when it is dropped.
pub struct TellsDrop(Arc<Notify>);

impl Drop for TellsDrop {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

pub struct Api {
    /// Told when a request is answered, or its caller is gone.
    pub answered: Arc<Notify>,
    pub address: SocketAddr,
    pub adapters: Arc<FakeAdapters>,
    pub client: reqwest::Client,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Api {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Api {
    pub async fn start() -> Self {
        Self::with(Limits::default()).await
    }

    pub async fn with(limits: Limits) -> Self {
        Self::with_tokens(limits, Secret::new(TOKEN)).await
    }

    pub async fn with_tokens(limits: Limits, tokens: impl Into<Tokens>) -> Self {
        Self::of(Self::adapters(), limits, tokens).await
    }

    /// A server whose first adapter, `milan`, may be given properties for a call.
    pub async fn with_call_properties(names: &[&str]) -> Self {
        let adapters = Self::adapters().with_call_properties(names);
        Self::of(adapters, Limits::default(), Secret::new(TOKEN)).await
    }

    fn adapters() -> FakeAdapters {
        let manifest = include_str!("../../../../adapter.json");
        let manifest = Manifest::from_json(manifest).unwrap();
        FakeAdapters::new(&["milan", "rome"], manifest)
    }

    async fn of(adapters: FakeAdapters, limits: Limits, tokens: impl Into<Tokens>) -> Self {
        let adapters = Arc::new(adapters);
        let router = router_with(Arc::clone(&adapters) as _, tokens, limits);
        let answered = Arc::new(Notify::new());
        let told = Arc::clone(&answered);
        let router = router.layer(middleware::from_fn(move |request, next: Next| {
            let tells = TellsDrop(Arc::clone(&told));
            async move {
                let response = next.run(request).await;
                drop(tells);
                response
            }
        }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            answered,
            address,
            adapters,
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            server,
        }
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("http://{}{path}", self.address);
        self.client.request(method, url).bearer_auth(TOKEN)
    }

    pub async fn post(&self, path: &str, request: &Value) -> Response {
        let request = self.request(Method::POST, path).json(request);
        request.send().await.unwrap()
    }

    pub async fn say(&self, message: &str) -> Response {
        let request = json!({ "phoneNumber": "+39 333 1234567", "message": message });
        self.post(TEXT, &request).await
    }

    pub fn calls(&self) -> Vec<(String, String, Value)> {
        self.adapters.calls.lock().unwrap().clone()
    }
}

pub fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    let value = response.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

/// Checks the status and the form of a refusal, and gives its `code`.
pub async fn refused(response: Response, status: StatusCode) -> String {
    assert_eq!(response.status(), status);
    let json: Value = response.json().await.unwrap();
    assert_eq!(json["status"], "failure", "{json}");
    assert_eq!(json["failure"], "execution-failed", "{json}");
    assert!(json["retryable"].is_boolean(), "{json}");
    let error = json["error"].as_str().unwrap();
    assert!(error.contains("nothing was sent"), "{error}");
    json["code"].as_str().unwrap().to_owned()
}

impl Api {
    pub fn commands(&self) -> Vec<String> {
        use uip_server::Adapters as _;
        let infos = self.adapters.adapters();
        infos[0].commands().map(str::to_owned).collect()
    }
}
