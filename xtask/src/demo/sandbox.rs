//! `uip-sandbox`, in WhatsApp's place, as a child process.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use uip_testkit::Process;
use ureq::Agent;

/// A free port; and updates in one entry of a notification, and entries in one
/// notification: so that a notification of the demo can hold several of both, as
/// WhatsApp's do.
pub const ARGUMENTS: [&str; 6] = [
    "--listen",
    "127.0.0.1:0",
    "--batch-entries",
    "2",
    "--batch-updates",
    "3",
];

/// A sandbox that runs until this is dropped.
pub struct Sandbox {
    /// It ends when this is dropped.
    _process: Process,
    agent: Agent,
    address: String,
    phone_number_id: String,
}

/// A notification as it would have been posted to a webhook.
pub struct Notification {
    /// The body.
    pub body: String,
    /// The header `X-Hub-Signature-256`.
    pub signature: String,
}

impl Sandbox {
    /// Starts it with these arguments. It demands this token, and signs with this
    /// App Secret. `log` is where it writes what happens to it.
    pub fn start(
        binary: &Path,
        arguments: &[&str],
        token: &str,
        app_secret: &str,
        log: &Path,
    ) -> Result<Self> {
        let log = std::fs::File::create(log).context("the sandbox's log cannot be written")?;
        let mut command = Command::new(binary);
        command
            .args(arguments)
            .env("UIP_SANDBOX_TOKEN", token)
            .env("UIP_SANDBOX_APP_SECRET", app_secret)
            .stderr(log);
        let process = Process::start(&mut command).map_err(|problem| anyhow!(problem))?;
        let address = process.url();
        let mut sandbox = Self {
            _process: process,
            agent: agent(),
            address,
            phone_number_id: String::new(),
        };
        let summary = sandbox.get("")?;
        let id = summary["phoneNumberId"].as_str();
        id.context("the sandbox has no phone number id")?
            .clone_into(&mut sandbox.phone_number_id);
        Ok(sandbox)
    }

    /// How it was started, as a person would type it.
    pub fn line() -> String {
        format!("uip-sandbox {}", ARGUMENTS.join(" "))
    }

    /// Where it listens: what the property `apiBaseUrl` is to be.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The id of the business's number.
    pub fn phone_number_id(&self) -> &str {
        &self.phone_number_id
    }

    /// Plays a customer: `say`, `reply`, `react` or `send`.
    pub fn customer(&self, who: &str, does: &str, what: &Value) -> Result<String> {
        let made = self.post(&format!("/customers/{who}/{does}"), what)?;
        let id = made["id"].as_str().map(ToOwned::to_owned);
        id.ok_or_else(|| anyhow!("the sandbox gave no id for what {who} did: {made}"))
    }

    /// Changes what a customer is.
    pub fn change_customer(&self, who: &str, what: &Value) -> Result<()> {
        let path = self.path(&format!("/customers/{who}"));
        let answer = self.agent.patch(&path).send_json(what);
        read(&path, answer).map(drop)
    }

    /// What is on a customer's phone, the newest message last.
    pub fn phone_of(&self, who: &str) -> Result<Vec<Value>> {
        let customer = self.get(&format!("/customers/{who}"))?;
        let received = customer["received"].as_array().cloned();
        received.ok_or_else(|| anyhow!("the sandbox does not know {who}: {customer}"))
    }

    /// What happens to the next send.
    pub fn next_fault(&self, fault: &Value) -> Result<()> {
        self.post("/faults", fault).map(drop)
    }

    /// Another webhook field.
    pub fn notify(&self, field: &str, value: &Value) -> Result<()> {
        let body = json!({"field": field, "value": value});
        self.post("/notifications", &body).map(drop)
    }

    /// Posts notifications to this address from now on, and asks it for Meta's
    /// challenge first.
    pub fn call_back(&self, url: &str) -> Result<()> {
        self.post("/callback", &json!({"url": url, "verifyToken": "whatsapp"}))?;
        self.post("/callback/verify", &json!({})).map(drop)
    }

    /// The notifications since the last time.
    pub fn notifications(&self) -> Result<Vec<Notification>> {
        let taken = self.post("/notifications/take", &json!({}))?;
        let taken = taken.as_array().cloned().unwrap_or_default();
        let member = |notification: &Value, name: &str| {
            let text = notification[name].as_str().map(ToOwned::to_owned);
            text.ok_or_else(|| anyhow!("a notification of the sandbox has no {name}"))
        };
        let notifications = taken.iter().map(|notification| {
            Ok(Notification {
                body: member(notification, "body")?,
                signature: member(notification, "signature")?,
            })
        });
        notifications.collect()
    }

    /// How many messages it was asked to send.
    pub fn sends(&self) -> Result<usize> {
        let requests = self.get("/requests")?;
        let requests = requests.as_array().cloned().unwrap_or_default();
        let is_send = |request: &&Value| {
            let path = request["path"].as_str().unwrap_or_default();
            request["method"] == "POST" && path.ends_with("/messages")
        };
        Ok(requests.iter().filter(is_send).count())
    }

    fn path(&self, path: &str) -> String {
        format!("{}/sandbox{path}", self.address)
    }

    fn get(&self, path: &str) -> Result<Value> {
        let path = self.path(path);
        let answer = self.agent.get(&path).call();
        read(&path, answer)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let path = self.path(path);
        let answer = self.agent.post(&path).send_json(body);
        read(&path, answer)
    }
}

/// Loopback only: a proxy for other addresses must not get in between.
fn agent() -> Agent {
    Agent::config_builder()
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(30)))
        .http_status_as_error(false)
        .build()
        .into()
}

fn read(
    path: &str,
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Value> {
    let mut answer = answer.with_context(|| format!("the sandbox did not answer {path}"))?;
    let status = answer.status();
    let text = answer.body_mut().read_to_string().unwrap_or_default();
    if !status.is_success() {
        bail!("the sandbox refused {path} with {status}: {text}");
    }
    Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
}
