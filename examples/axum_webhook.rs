//! Takes WhatsApp's webhook in an axum server of your own, and gives it to
//! `processWebhook`.
//!
//! The order is what matters: the adapter hands over each event, the sink writes it to
//! disk, and only then is the notification answered with 200. If anything fails before,
//! the answer is 500 and Meta sends the notification again, which brings events with the
//! same ids: whoever reads the file ignores an `eventId` that it has seen.
//!
//! `uip-server` does the same with an inbox, so that the answer does not wait for the
//! adapter: see `custom_sink.rs`.
//!
//! Run it against the sandbox, in the repository's root (see `examples/README.md`), then
//! write as the customer:
//!
//! ```sh
//! cargo run -p uip-examples --bin axum_webhook
//! curl http://127.0.0.1:8590/sandbox/callback -d '{"url":"http://127.0.0.1:8080/webhook"}'
//! curl http://127.0.0.1:8590/sandbox/customers/16505551234/say -d '{"text":"Hello"}'
//! cat events.jsonl
//! ```

use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use serde::Deserialize;
use serde_json::json;
use tokio::net::TcpListener;
use uip_host::{Adapter, Event, EventSink, Host, Instance, Refusal};

/// A file with one event on each line, which is written through to the disk.
struct EventFile(Arc<Mutex<File>>);

impl EventFile {
    fn open(path: PathBuf) -> std::io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self(Arc::new(Mutex::new(file))))
    }
}

#[async_trait]
impl EventSink for EventFile {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        let file = Arc::clone(&self.0);
        let written = tokio::task::spawn_blocking(move || {
            let mut file = file.lock().map_err(|_| "a write was cut".to_owned())?;
            // One write for one line: a crash leaves at most the last line incomplete.
            file.write_all(format!("{}\n", event.to_line()).as_bytes())
                .and_then(|()| file.sync_data())
                .map_err(|error| error.to_string())
        });
        match written.await {
            Ok(written) => written.map_err(Refusal),
            Err(error) => Err(Refusal(error.to_string())),
        }
    }
}

#[derive(Clone)]
struct Webhook {
    whatsapp: Instance,
    verify_token: Arc<str>,
}

/// Meta's check of the callback URL.
#[derive(Deserialize)]
struct Check {
    #[serde(rename = "hub.verify_token")]
    verify_token: String,
    #[serde(rename = "hub.challenge")]
    challenge: String,
}

async fn check(
    State(webhook): State<Webhook>,
    Query(check): Query<Check>,
) -> Result<String, StatusCode> {
    if *check.verify_token == *webhook.verify_token {
        Ok(check.challenge)
    } else {
        Err(StatusCode::FORBIDDEN)
    }
}

/// The body must stay as it came, byte for byte: it is what the signature is over.
async fn notify(State(webhook): State<Webhook>, headers: HeaderMap, body: String) -> StatusCode {
    let signature = headers
        .get("X-Hub-Signature-256")
        .and_then(|value| value.to_str().ok());
    let request = json!({ "whatsAppNotification": body, "signature": signature });
    // In a task of its own: if Meta hangs up, axum drops this handler, and the call goes on.
    let call = tokio::spawn(async move { webhook.whatsapp.call("processWebhook", request).await });
    match call.await {
        Ok(Ok(response)) if response.is_success() => StatusCode::OK,
        // The signature is wrong, or it is no notification: to send it again cannot help.
        Ok(Ok(response)) if !response.is_retryable() => {
            eprintln!("rejected: {}", response.error().unwrap_or_default());
            StatusCode::BAD_REQUEST
        }
        Ok(Ok(response)) => {
            eprintln!("failed: {}", response.error().unwrap_or_default());
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Ok(Err(error)) => {
            eprintln!("failed: {error}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Err(error) => {
            eprintln!("failed: {error}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listen = std::env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let component = "target/wasm32-wasip2/component/whatsapp.wasm";
    let host = Host::new()?;
    let adapter = Adapter::from_files(&host, component, "adapter.json")?;
    let whatsapp = adapter
        .configure("whatsapp")
        .property("authenticationToken", env("WHATSAPP_AUTHENTICATION_TOKEN")?)
        .property("phoneNumberId", env("WHATSAPP_PHONE_NUMBER_ID")?)
        .property("apiVersion", "v25.0")
        .property("apiBaseUrl", env("WHATSAPP_API_BASE_URL").ok())
        // With it, `processWebhook` checks the signature.
        .property("appSecret", env("WHATSAPP_APP_SECRET")?)
        .events(EventFile::open("events.jsonl".into())?)
        .build()?;
    let webhook = Webhook {
        whatsapp,
        verify_token: env("WHATSAPP_VERIFY_TOKEN")?.into(),
    };

    // axum's limit on bodies is 2 MB; Meta sends up to 3 MB.
    let router = Router::new()
        .route("/webhook", get(check).post(notify))
        .layer(axum::extract::DefaultBodyLimit::max(4 << 20))
        .with_state(webhook);
    let listener = TcpListener::bind(listen).await?;
    println!("listening on http://{}/webhook", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

/// The value of an environment variable, or its name in the error.
fn env(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}
