use std::env::VarError;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use uip_server::config::{Config, Sources};
use uip_server::operations::{DeliveryRow, Operations};
use uip_server::{Clock, ReloadError, Reloaded, RootCertificates, Running, Server};

use super::adapters::{FakeAdapters, message, notification, shared};
use super::sender::{AUTH_TOKEN_BASE64, OLD_AUTH_TOKEN_BASE64, SECRET_BASE64, Sender};

/// The webhook triggers that every test has: one for each adapter.
const WEBHOOKS: &str = r#"
[[triggers]]
type = "meta-webhook"
name = "shop"
authentication = "hmac-sha256"
authenticationKey = { env = "KEY" }
command = "shop.process"
properties = { notification = "{wfsystem.body}", signature = "{wfsystem.headers.X-Hub-Signature-256}" }

[[triggers]]
type = "meta-webhook"
name = "desk"
authentication = "hmac-sha256"
authenticationKey = { env = "KEY" }
command = "desk.process"
properties = { notification = "{wfsystem.body}" }
"#;

/// The seed of a NATS user's key, from NATS's own documentation.
const NKEY: &str = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";

/// Reads a configuration.
pub fn config(folder: &Path, settings: &str) -> Config {
    let text = format!("{settings}\n{WEBHOOKS}");
    let mut table: toml::Table = text.parse().unwrap();
    let server = table
        .entry("server")
        .or_insert_with(|| toml::Table::new().into());
    server
        .as_table_mut()
        .unwrap()
        .entry("listen")
        .or_insert_with(|| "127.0.0.1:0".into());
    let environment = |name: &str| match name {
        "KEY" => Ok(SECRET_BASE64.to_owned()),
        "NEW" => Ok("dGhlIG5ldyBrZXk=".to_owned()),
        "OLD_TWILIO" => Ok(OLD_AUTH_TOKEN_BASE64.to_owned()),
        "TWILIO" => Ok(AUTH_TOKEN_BASE64.to_owned()),
        "NKEY" => Ok(NKEY.to_owned()),
        "CREDENTIALS" => Ok(format!(
            "-----BEGIN NATS USER JWT-----\na.b.c\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n{NKEY}\n------END USER NKEY SEED------\n"
        )),
        "TOKEN" => Ok("a token of the test".to_owned()),
        "NEW_TOKEN" => Ok("another token of the test".to_owned()),
        "READ_TOKEN" => Ok("a token to look only".to_owned()),
        "AUTHORIZATION" => Ok("s3cret of a receiver".to_owned()),
        _ => Err(VarError::NotPresent),
    };
    let sources = Sources {
        environment: &environment,
        directory: folder,
    };
    Config::from_table(table, &sources).unwrap_or_else(|error| panic!("{error}"))
}

/// An event trigger for the messages of the adapter `shop`.
pub fn deliver_messages(name: &str, url: &str, more: &str) -> String {
    format!(
        "[[triggers]]\ntype = \"event\"\nname = \"{name}\"\nadapter = \"shop\"\nevent = \"message\"\ndeliver = \"{url}\"\n{more}\n"
    )
}

/// A host that runs, and what it runs on.
pub struct Host {
    pub folder: TempDir,
    pub adapters: Arc<FakeAdapters>,
    pub clock: Clock,
    pub running: Running,
    settings: String,
}

impl Host {
    pub async fn start(settings: &str) -> Self {
        let _ = tracing_subscriber::fmt()
            .with_test_writer()
            .with_env_filter("info")
            .try_init();
        let folder = tempfile::tempdir().unwrap();
        Self::start_in(folder, settings, Arc::default(), Clock::manual()).await
    }

    pub async fn start_in(
        folder: TempDir,
        settings: &str,
        adapters: Arc<FakeAdapters>,
        clock: Clock,
    ) -> Self {
        let poll = Duration::from_millis(10);
        Self::polling(poll, folder, settings, adapters, clock).await
    }

    /// One that looks at its inbox by itself so often.
    pub async fn polling(
        poll: Duration,
        folder: TempDir,
        settings: &str,
        adapters: Arc<FakeAdapters>,
        clock: Clock,
    ) -> Self {
        let running = Server::new(config(folder.path(), settings), adapters.clone())
            .clock(clock.clone())
            .poll_every(poll)
            .version("9.8.7")
            .run()
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        Self {
            folder,
            adapters,
            clock,
            running,
            settings: settings.to_owned(),
        }
    }

    /// One that trusts this certificate, in PEM text.
    pub async fn start_trusting(settings: &str, certificate: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (adapters, clock) = (shared(), Clock::manual());
        let running = Server::new(config(folder.path(), settings), adapters.clone())
            .clock(clock.clone())
            .poll_every(Duration::from_millis(10))
            .root_certificates(RootCertificates::from_pem(certificate).unwrap())
            .run()
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        Self {
            folder,
            adapters,
            clock,
            running,
            settings: settings.to_owned(),
        }
    }

    /// Stops it and starts it again on the same inbox.
    pub async fn restart(self) -> Self {
        self.running.shutdown().await;
        Self::start_in(self.folder, &self.settings, self.adapters, self.clock).await
    }

    /// The same, with other settings.
    pub async fn restart_with(self, settings: &str) -> Self {
        self.running.shutdown().await;
        Self::start_in(self.folder, settings, self.adapters, self.clock).await
    }

    /// Has it take over other settings and adapters while it runs.
    pub async fn reload(
        &mut self,
        settings: &str,
        adapters: Arc<FakeAdapters>,
    ) -> Result<Reloaded, ReloadError> {
        let config = config(self.folder.path(), settings);
        self.running.reload(config, adapters).await
    }

    /// Stops it, and gives its folder.
    pub async fn stop(self) -> TempDir {
        self.running.shutdown().await;
        self.folder
    }

    pub fn address(&self) -> SocketAddr {
        self.running.local_addr()
    }

    pub fn sender(&self) -> Sender {
        Sender::new(self.address(), "shop")
    }

    /// Sends events of one customer in one notification.
    pub async fn receives(&self, ids: &[&str], from: &str) {
        let events: Vec<_> = ids.iter().map(|id| message(id, from)).collect();
        let answer = self.sender().send(notification(&events)).await;
        assert_eq!(answer, http::StatusCode::OK);
    }

    /// The deliveries of an event that is stored.
    pub fn deliveries(&self, id: &str) -> Vec<DeliveryRow> {
        self.operations().event(None, id).unwrap().deliveries
    }

    /// The only delivery of an event, once it is stored.
    pub fn delivery(&self, id: &str) -> Option<DeliveryRow> {
        let event = self.operations().event(None, id).ok()?;
        event.deliveries.into_iter().next()
    }

    /// The state of the circuit breaker of the trigger `a`.
    pub async fn circuit(&self) -> &'static str {
        for state in ["closed", "open", "half-open"] {
            let line = format!("uip_circuit_breaker_state{{trigger=\"a\",state=\"{state}\"}}");
            if self.metric(&line).await == Some(1.0) {
                return state;
            }
        }
        "unknown"
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("uip-inbox.sqlite")
    }

    /// Holds the database, so that nothing can be written, until it is dropped.
    pub fn hold(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(self.file()).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        connection
    }

    pub fn operations(&self) -> Operations {
        Operations::open(&self.file()).unwrap()
    }

    pub async fn get(&self, path: &str) -> (u16, String) {
        let response = reqwest::get(format!("http://{}{path}", self.address()))
            .await
            .unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// The value of a metric: a line that begins with this.
    pub async fn metric(&self, line: &str) -> Option<f64> {
        let (_, text) = self.get("/metrics").await;
        let line = text.lines().find(|found| found.starts_with(line))?;
        line.rsplit(' ').next()?.parse().ok()
    }
}
