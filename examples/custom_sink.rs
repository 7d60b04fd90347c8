//! Runs the trigger server in a process of your own, with a sink that takes the events.
//!
//! The server acknowledges a notification when it is on disk, runs it through the
//! adapter, and gives each event to the sink until the sink takes it, also after a
//! restart. Delivery is at-least-once, so the sink deduplicates: here the event's id is a
//! primary key.
//!
//! Run it against the sandbox, in the repository's root (see `examples/README.md`), then
//! write as the customer:
//!
//! ```sh
//! cargo run -p uip-examples --bin custom_sink
//! curl http://127.0.0.1:8590/sandbox/callback \
//!     -d '{"url":"http://127.0.0.1:8080/wfe/api/advancedwebhook/whatsapp"}'
//! curl http://127.0.0.1:8590/sandbox/customers/16505551234/say -d '{"text":"Hello"}'
//! sqlite3 crm.sqlite 'SELECT * FROM messages'
//! ```

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rusqlite::Connection;
use serde_json::Value;
use uip_host::{Adapter, Event, EventSink, Host, Instances, Refusal};
use uip_server::Server;
use uip_server::config::{Config, Sources};

/// What `uip.toml` has for `uip serve`. The second trigger names the sink.
const TRIGGERS: &str = r#"
    [inbox]
    file = "inbox.sqlite"

    [[triggers]]
    type = "meta-webhook"
    name = "whatsapp"
    verifyToken = { env = "WHATSAPP_VERIFY_TOKEN" }
    authentication = "hmac-sha256"
    authenticationKey = { env = "WHATSAPP_APP_SECRET" }
    command = "whatsapp.processWebhook"
    [triggers.properties]
    whatsAppNotification = "{wfsystem.body}"

    [[triggers]]
    type = "event"
    adapter = "whatsapp"
    event = "customer_message"
    deliver = "sink:crm"
"#;

/// A database of what customers wrote.
struct Crm(Arc<Mutex<Connection>>);

impl Crm {
    fn open(path: &str) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, customer TEXT, text TEXT)",
        )?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }
}

/// An error of the database, for the server to keep with the event and try again.
fn later(error: impl std::fmt::Display) -> Refusal {
    Refusal(error.to_string())
}

#[async_trait]
impl EventSink for Crm {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        let payload: Value = serde_json::from_str(event.payload.get()).map_err(later)?;
        let message = &payload["messages"][0];
        let customer = message["from"].as_str().map(str::to_owned);
        let text = message["text"]["body"].as_str().map(str::to_owned);
        let database = Arc::clone(&self.0);
        let stored = tokio::task::spawn_blocking(move || {
            let database = database.lock().map_err(later)?;
            // An event that comes again is there already.
            let insert = "INSERT OR IGNORE INTO messages VALUES (?1, ?2, ?3)";
            database
                .execute(insert, (event.id, customer, text))
                .map_err(later)
        });
        stored.await.map_err(later)?.map(drop)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let component = "target/wasm32-wasip2/component/whatsapp.wasm";
    let host = Host::new()?;
    let adapter = Adapter::from_files(&host, component, "adapter.json")?;
    let whatsapp = adapter
        .configure("whatsapp")
        .property("authenticationToken", env("WHATSAPP_AUTHENTICATION_TOKEN")?)
        .property("phoneNumberId", env("WHATSAPP_PHONE_NUMBER_ID")?)
        .property("apiVersion", "v25.0")
        .property("apiBaseUrl", env("WHATSAPP_API_BASE_URL").ok())
        .build()?;
    let adapters: Instances = [whatsapp].into_iter().collect();

    let mut config = Config::from_toml(TRIGGERS, &Sources::process(Path::new(".")))?;
    if let Ok(listen) = std::env::var("LISTEN") {
        config.server.listen = listen.parse()?;
    }
    let running = Server::new(config, Arc::new(adapters))
        .sink("crm", Crm::open("crm.sqlite")?)
        .run()
        .await?;
    println!(
        "listening on http://{}/wfe/api/advancedwebhook/whatsapp",
        running.local_addr()
    );
    tokio::signal::ctrl_c().await?;
    running.shutdown().await;
    Ok(())
}

/// The value of an environment variable, or its name in the error.
fn env(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}
