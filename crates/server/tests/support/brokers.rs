//! NATS and RabbitMQ servers, as Debian installs them, in folders and on ports of
//! their own. The tests that need one include this file.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use async_nats::{Client, ConnectOptions};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpStream;

/// Where Debian puts programs that are for nobody's own use.
const FOLDERS: [&str; 3] = ["/usr/lib/rabbitmq/bin", "/usr/sbin", "/usr/local/sbin"];

/// Whether a program is installed.
pub fn is_installed(name: &str) -> bool {
    found(name).is_some()
}

/// How long a broker may take to start: seconds, and minutes on a machine with much
/// to do.
const LONGEST_START: Duration = Duration::from_mins(10);

/// A program that is installed.
fn installed(name: &str) -> PathBuf {
    found(name).unwrap_or_else(|| {
        panic!("{name} is not installed; `cargo xtask test` installs it on Debian, and names what it did not run")
    })
}

fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = FOLDERS.map(PathBuf::from).into_iter();
    let mut paths = folders
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join(name));
    paths.find(|it| it.is_file())
}

/// An address on loopback that is free now.
fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// A certificate for 127.0.0.1 and its key, as PEM text and as files in a folder.
pub struct Certificate {
    pub pem: String,
    file: PathBuf,
    key: PathBuf,
}

impl Certificate {
    pub fn new(folder: &Path) -> Self {
        let names = vec!["127.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        let this = Self {
            pem: made.cert.pem(),
            file: folder.join("certificate.pem"),
            key: folder.join("key.pem"),
        };
        std::fs::write(&this.file, &this.pem).unwrap();
        std::fs::write(&this.key, made.signing_key.serialize_pem()).unwrap();
        this
    }

    /// What a NATS server is told to present it.
    pub fn for_nats(&self) -> String {
        let (certificate, key) = (self.file.display(), self.key.display());
        format!("tls {{ cert_file: \"{certificate}\", key_file: \"{key}\" }}")
    }

    /// What a NATS server is told to present it, and to take connections of this client
    /// alone.
    pub fn for_nats_with(&self, client: &Self) -> String {
        let authority = client.file.display();
        let tls = self.for_nats();
        tls.replace(
            " }",
            &format!(", ca_file: \"{authority}\", verify: true }}"),
        )
    }

    /// What an event trigger is told to present it.
    pub fn for_trigger(&self) -> String {
        let (certificate, key) = (self.file.display(), self.key.display());
        format!(
            "clientCertificate = {{ file = '{certificate}' }}\nclientKey = {{ file = '{key}' }}"
        )
    }
}

/// A process, and what it started; all end when this is dropped.
struct Group(Child);

impl Group {
    fn start(command: &mut Command) -> Self {
        use std::os::unix::process::CommandExt as _;
        command.stdin(Stdio::null()).process_group(0);
        Self(command.spawn().unwrap())
    }

    /// Ends all of it at once, as a power cut does.
    fn kill(&mut self) {
        self.signal("-KILL");
    }

    /// Asks it to end, as an administrator does.
    fn stop(&mut self) {
        self.signal("-TERM");
    }

    /// Sends a signal that ends it, and waits until nothing of it runs.
    fn signal(&mut self, signal: &str) {
        let group = format!("-{}", self.0.id());
        let send = |signal: &str| {
            let mut kill = Command::new("kill");
            let sent = kill.args([signal, "--", &group]).stderr(Stdio::null());
            sent.status().unwrap().success()
        };
        assert!(send(signal));
        self.0.wait().unwrap();
        while send("-0") {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until something listens at an address.
    async fn listens_at(&mut self, address: SocketAddr, name: &str) {
        let start = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            assert!(!self.has_ended(), "{name} ended");
            assert!(start.elapsed() < LONGEST_START, "{name} hangs");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if !self.has_ended() {
            self.kill();
        }
    }
}

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
        let folder = tempfile::tempdir().unwrap();
        let [address, tls, management, names, distribution] = [(); 5].map(|()| free());
        let certificate = Certificate::new(folder.path());
        let definitions = folder.path().join("definitions.json");
        std::fs::write(&definitions, definitions_of_test().to_string()).unwrap();
        let configuration = format!(
            "listeners.tcp.default = {address}\nlisteners.ssl.default = {tls}\nssl_options.certfile = {}\nssl_options.keyfile = {}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {}\nload_definitions = {}\nlog.console = false\nheartbeat = 10\n",
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
