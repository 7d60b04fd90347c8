use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use async_nats::{Client, ConnectOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::Group;
use super::{free, installed};

/// A NATS server with JetStream.
pub struct NatsServer {
    pub address: SocketAddr,
    folder: TempDir,
    arguments: Vec<String>,
    process: Group,
}

impl NatsServer {
    pub async fn start() -> Self {
        Self::start_with("").await
    }

    /// One with these lines in its configuration.
    pub async fn start_with(lines: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let configuration = folder.path().join("nats.conf");
        std::fs::write(&configuration, lines).unwrap();
        let address = free();
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        let arguments = [
            "--config",
            &text(&configuration),
            "--jetstream",
            "--addr",
            "127.0.0.1",
            "--port",
            &address.port().to_string(),
            "--store_dir",
            &text(folder.path()),
            "--log",
            &text(&folder.path().join("nats.log")),
        ]
        .map(str::to_owned)
        .to_vec();
        let process = Group::start(Command::new(installed("nats-server")).args(&arguments));
        let mut server = Self {
            address,
            folder,
            arguments,
            process,
        };
        server.is_up().await;
        server
    }

    async fn is_up(&mut self) {
        let log = self.folder.path().join("nats.log");
        let name = format!("NATS, which logs to {},", log.display());
        self.process.listens_at(self.address, &name).await;
    }

    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Has it end in its own way.
    pub fn stop(&mut self) {
        self.process.stop();
    }

    /// Starts it again on what it stored.
    pub async fn restart(&mut self) {
        self.process = Group::start(Command::new(installed("nats-server")).args(&self.arguments));
        self.is_up().await;
    }

    pub fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    /// Its streams, for a client that logs in in this way.
    pub async fn streams(&self, options: ConnectOptions) -> Streams {
        let client = options.connect(self.url()).await.unwrap();
        Streams { client }
    }
}

/// The streams of a NATS server.
pub struct Streams {
    client: Client,
}

impl Streams {
    async fn ask(&self, what: &str, request: Value) -> Value {
        self.try_ask(what, request).await.unwrap()
    }

    /// Asks JetStream something. Without an answer there is an error.
    pub async fn try_ask(&self, what: &str, request: Value) -> Result<Value, String> {
        let answer = self
            .client
            .request(format!("$JS.API.{what}"), request.to_string().into())
            .await
            .map_err(|error| error.to_string())?;
        serde_json::from_slice(&answer.payload).map_err(|error| error.to_string())
    }

    /// Creates the stream `EVENTS` for these subjects.
    pub async fn create(&self, subjects: &str) {
        self.create_with(json!({ "subjects": [subjects] })).await;
    }

    /// Creates the stream `EVENTS` with these settings.
    pub async fn create_with(&self, mut settings: Value) {
        settings["name"] = "EVENTS".into();
        settings["storage"] = "file".into();
        let answer = self.ask("STREAM.CREATE.EVENTS", settings).await;
        assert_eq!(answer["error"], Value::Null, "{answer}");
    }

    /// The messages of the stream `EVENTS`, each with its subject and its body.
    pub async fn messages(&self) -> Vec<(String, Value)> {
        use base64::Engine as _;
        let info = self.ask("STREAM.INFO.EVENTS", json!({})).await;
        let last = info["state"]["last_seq"].as_u64().unwrap();
        let mut messages = Vec::new();
        for number in 1..=last {
            let answer = self
                .ask("STREAM.MSG.GET.EVENTS", json!({ "seq": number }))
                .await;
            let message = &answer["message"];
            let body = base64::engine::general_purpose::STANDARD
                .decode(message["data"].as_str().unwrap())
                .unwrap();
            messages.push((
                message["subject"].as_str().unwrap().to_owned(),
                serde_json::from_slice(&body).unwrap(),
            ));
        }
        messages
    }

    /// How many messages the stream `EVENTS` has.
    pub async fn count(&self) -> u64 {
        let info = self.ask("STREAM.INFO.EVENTS", json!({})).await;
        info["state"]["messages"].as_u64().unwrap()
    }
}
