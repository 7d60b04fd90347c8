//! What a trigger host asks of whatever runs the adapters.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The adapter instances that a trigger host drives. Calls may run at the same
/// time.
#[async_trait]
pub trait Adapters: Send + Sync + 'static {
    /// The instances there are. They stay the same.
    fn adapters(&self) -> Vec<AdapterInfo>;

    /// Calls a command of an instance with a request in JSON.
    ///
    /// Events that the command emits go to `events`, in the order in which it
    /// emits them, before this returns. An implementation bounds the time that
    /// a call takes.
    ///
    /// # Errors
    /// When the command could not be run to an answer of its own. A command
    /// that fails by its own account is an [`Outcome`].
    async fn call(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
        events: &dyn EventCollector,
    ) -> Result<Outcome, CallFault>;

    /// Tells what a command would send. Nothing is sent, and the events that
    /// the command emits are thrown away.
    ///
    /// # Errors
    /// As [`Adapters::call`].
    async fn dry_run(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
    ) -> Result<DryRun, CallFault>;
}

/// What a command would do.
#[derive(Debug, Clone)]
pub enum DryRun {
    /// It would send something: `{"status": "dry-run", "requests": […]}`,
    /// without secrets.
    Requests(Box<RawValue>),
    /// It would send nothing, and answer this.
    Answer(Outcome),
}

/// One adapter instance.
#[derive(Debug, Clone, PartialEq)]
pub struct AdapterInfo {
    /// The instance's name, as `uip.toml` gives it: `whatsapp`.
    pub name: String,
    /// The adapter's manifest, `adapter.json`: its `commands` with their
    /// `request` fields, its `events`.
    pub manifest: Value,
    /// The values of those properties that events carry, by name: the ones with
    /// `eventPaths` in the manifest. None of them is a secret or blank.
    pub values: BTreeMap<String, String>,
}

impl AdapterInfo {
    /// The names of its commands.
    pub fn commands(&self) -> impl Iterator<Item = &str> {
        names(&self.manifest, "commands")
    }

    /// The names of its events.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        names(&self.manifest, "events")
    }

    /// The name of its manifest: instances with the same one are of one adapter.
    pub(crate) fn manifest_name(&self) -> &str {
        let name = self.manifest.get("name").and_then(Value::as_str);
        name.unwrap_or_default()
    }

    /// The properties whose values events carry, and where they do.
    pub(crate) fn event_paths(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
        rows(&self.manifest, "properties").filter_map(|row| {
            let name = row.get("name")?.as_str()?;
            row.get("eventPaths")?;
            Some((name, rows(row, "eventPaths").filter_map(Value::as_str)))
        })
    }

    /// The rows of a command's request: objects with `name`, `isRequired` and
    /// `type`. Rows for places within a value are among them.
    pub fn request_fields(&self, command: &str) -> impl Iterator<Item = &Value> {
        rows(&self.manifest, "commands")
            .filter(move |row| row.get("name").and_then(Value::as_str) == Some(command))
            .flat_map(|row| rows(row, "request"))
    }
}

fn rows<'v>(value: &'v Value, member: &str) -> impl Iterator<Item = &'v Value> {
    value
        .get(member)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn names<'v>(value: &'v Value, member: &str) -> impl Iterator<Item = &'v str> {
    rows(value, member).filter_map(|row| row.get("name").and_then(Value::as_str))
}

/// Takes the events that a command emits.
#[async_trait]
pub trait EventCollector: Send + Sync {
    /// Takes one event.
    ///
    /// # Errors
    /// When it is not taken; the text goes to the adapter, whose command then
    /// fails.
    async fn receive(&self, event: EmittedEvent) -> Result<(), String>;
}

/// One event, as an adapter emitted it. It has no `Debug`: its payload is
/// somebody's message.
#[derive(Clone)]
pub struct EmittedEvent {
    /// The event's name: `customer_message`.
    pub name: String,
    /// The same for the same event, however often it is emitted.
    pub id: String,
    /// The event as JSON, as a flow sees it.
    pub payload: Box<RawValue>,
}

/// What a command answered: success or failure, by its own account.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    json: Map<String, Value>,
}

impl Outcome {
    /// Wraps a response as a flow sees it: `{"status": "success", …}`, or
    /// `{"status": "failure", "failure": CASE, "retryable": …, …}`.
    pub fn new(json: Map<String, Value>) -> Self {
        Self { json }
    }

    /// The response as a flow sees it.
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }

    /// Whether the command did what it was asked for.
    pub fn is_success(&self) -> bool {
        self.text("status") == Some("success")
    }

    /// Whether it is safe and of use to try again.
    pub fn is_retryable(&self) -> bool {
        !self.is_success() && self.json.get("retryable") == Some(&Value::Bool(true))
    }

    /// How many seconds to wait before trying again, if the command says so.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.json.get("retryAfterSeconds").and_then(Value::as_u64)
    }

    /// The code of the failure: `131047`, `invalid-phone-number`.
    pub fn code(&self) -> Option<&str> {
        self.text("code")
    }

    /// What the command says about its failure.
    pub fn error(&self) -> Option<&str> {
        self.text("error")
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.json.get(member).and_then(Value::as_str)
    }
}

/// Why a command gave no answer of its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallFault {
    /// There is no such adapter instance. Nothing ran.
    #[error("no adapter `{0}`")]
    UnknownAdapter(String),
    /// The adapter has no such command. Nothing ran. The text says so.
    #[error("{0}")]
    UnknownCommand(String),
    /// The request does not fit the command. Nothing ran. Each text names the
    /// field.
    #[error("{}", .0.join("; "))]
    InvalidRequest(Vec<String>),
    /// The adapter ran and could not answer.
    #[error("{error}")]
    Execution {
        /// The word for what happened: `guest-trapped`, `deadline-exceeded`.
        code: String,
        /// What happened, and whether something may have been sent.
        error: String,
        /// Whether it is safe to try again: nothing was sent.
        retryable: bool,
    },
    /// The adapter ran and could not answer, nothing was sent, and a repeat
    /// cannot help.
    #[error("{error}")]
    Permanent {
        /// The word for what happened: `value-too-large`.
        code: String,
        /// What happened.
        error: String,
    },
}
