use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::{Group, LONGEST_START};
use super::{Certificate, free, installed};

/// A RabbitMQ broker with the durable topic exchange `events`, and the durable
/// queue `events`, which gets all of it whose routing key begins with `shop.`.
pub struct RabbitMq {
    pub address: SocketAddr,
    /// Where it speaks TLS, and presents `certificate`.
    pub tls: SocketAddr,
    pub certificate: Certificate,
    management: SocketAddr,
    folder: TempDir,
    /// Where the broker's name is kept. It is a process of its own, so that none
    /// is left over.
    _names: Group,
    names: SocketAddr,
    distribution: SocketAddr,
    process: Group,
}

/// The user that publishes, and who may do everything.
pub const USER: &str = "me";
pub const PASSWORD: &str = "a token of the test";

impl RabbitMq {
    pub async fn start() -> Self {
        Self::start_with(String::new()).await
    }

    /// One that over TLS takes connections of this client alone.
    pub async fn start_for(client: &Certificate) -> Self {
        let authority = client.authority_file.display();
        Self::start_with(format!(
            "ssl_options.cacertfile = {authority}\nssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = true\n"
        ))
        .await
    }

    /// One with these lines in its configuration.
    async fn start_with(lines: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [address, tls, management, names, distribution] = [(); 5].map(|()| free());
        let certificate = Certificate::new(folder.path());
        let definitions = folder.path().join("definitions.json");
        std::fs::write(&definitions, definitions_of_test().to_string()).unwrap();
        let configuration = format!(
            "listeners.tcp.default = {address}\nlisteners.ssl.default = {tls}\nssl_options.certfile = {}\nssl_options.keyfile = {}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {}\nload_definitions = {}\nlog.console = false\nheartbeat = 10\n{lines}",
            certificate.file.display(),
            certificate.key.display(),
            management.port(),
            definitions.display(),
        );
        std::fs::write(folder.path().join("rabbitmq.conf"), configuration).unwrap();
        let mut names_process = Group::start(
            Command::new(installed("epmd"))
                .args(["-address", "127.0.0.1", "-port", &names.port().to_string()])
                .stderr(Stdio::null()),
        );
        names_process.listens_at(names, "epmd").await;
        let process = run(folder.path(), names, distribution);
        let mut broker = Self {
            address,
            tls,
            certificate,
            management,
            folder,
            _names: names_process,
            names,
            distribution,
            process,
        };
        broker.is_up().await;
        broker
    }

    async fn is_up(&mut self) {
        let log = self.folder.path().join("log");
        let start = Instant::now();
        while self.get("queues").await.is_none() {
            assert!(
                !self.process.has_ended(),
                "RabbitMQ ended: {}",
                log.display()
            );
            assert!(start.elapsed() < LONGEST_START, "RabbitMQ hangs");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        // Its console can answer before it takes messages.
        for address in [self.address, self.tls] {
            let name = format!("RabbitMQ, which logs to {},", log.display());
            self.process.listens_at(address, &name).await;
        }
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
        self.process = run(self.folder.path(), self.names, self.distribution);
        self.is_up().await;
    }

    pub fn url(&self) -> String {
        format!("amqp://{}", self.address)
    }

    pub fn url_over_tls(&self) -> String {
        format!("amqps://{}", self.tls)
    }

    async fn get(&self, what: &str) -> Option<Value> {
        let url = format!("http://{}/api/{what}", self.management);
        let client = reqwest::Client::new();
        let answer = client.get(url).basic_auth(USER, Some(PASSWORD));
        let answer = answer.send().await.ok()?.error_for_status().ok()?;
        serde_json::from_str(&answer.text().await.ok()?).ok()
    }

    /// How many messages the queue has. The broker counts them every few seconds.
    pub async fn count(&self) -> Option<u64> {
        self.get("queues/%2F/events").await?["messages"].as_u64()
    }

    /// Takes the messages out of the queue, each with what is known of it.
    pub async fn take(&self) -> Vec<Value> {
        self.try_take(10_000).await.unwrap()
    }

    /// Takes up to so many messages.
    pub async fn try_take(&self, most: u32) -> reqwest::Result<Vec<Value>> {
        let url = format!("http://{}/api/queues/%2F/events/get", self.management);
        let wish = json!({ "count": most, "ackmode": "ack_requeue_false", "encoding": "auto" });
        let request = reqwest::Client::new()
            .post(url)
            .basic_auth(USER, Some(PASSWORD))
            .body(wish.to_string());
        request.send().await?.error_for_status()?.json().await
    }
}

fn definitions_of_test() -> Value {
    json!({
        "users": [{ "name": USER, "password": PASSWORD, "tags": "administrator" }],
        "vhosts": [{ "name": "/" }],
        "permissions": [
            { "user": USER, "vhost": "/", "configure": ".*", "write": ".*", "read": ".*" }
        ],
        "exchanges": [{
            "name": "events", "vhost": "/", "type": "topic",
            "durable": true, "auto_delete": false, "internal": false, "arguments": {}
        }],
        "queues": [{
            "name": "events", "vhost": "/", "durable": true, "auto_delete": false, "arguments": {}
        }],
        "bindings": [{
            "source": "events", "vhost": "/", "destination": "events",
            "destination_type": "queue", "routing_key": "shop.#", "arguments": {}
        }],
    })
}

fn run(folder: &Path, names: SocketAddr, distribution: SocketAddr) -> Group {
    let plugins = folder.join("enabled_plugins");
    std::fs::write(&plugins, "[rabbitmq_management].\n").unwrap();
    let log = std::fs::File::create(folder.join("output")).unwrap();
    Group::start(
        Command::new(installed("rabbitmq-server"))
            .env("HOME", folder)
            .env("ERL_EPMD_PORT", names.port().to_string())
            .env(
                "RABBITMQ_NODENAME",
                format!("test{}@localhost", names.port()),
            )
            .env("RABBITMQ_DIST_PORT", distribution.port().to_string())
            .env("RABBITMQ_CONFIG_FILE", folder.join("rabbitmq.conf"))
            .env("RABBITMQ_CONF_ENV_FILE", "/dev/null")
            .env("RABBITMQ_MNESIA_BASE", folder.join("data"))
            .env("RABBITMQ_LOG_BASE", folder.join("log"))
            .env("RABBITMQ_ENABLED_PLUGINS_FILE", plugins)
            .env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 1:1 +sbwt none")
            .stdout(log.try_clone().unwrap())
            .stderr(log),
    )
}
