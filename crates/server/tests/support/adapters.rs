use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use uip_server::{AdapterInfo, Adapters, CallFault, DryRun, EmittedEvent, EventCollector, Outcome};

/// Adapters of one command, `process`, which emits the events that are written
/// in the notification that it gets.
#[derive(Default)]
pub struct FakeAdapters {
    /// What the next calls come to, instead of success.
    pub next: Mutex<VecDeque<Result<Value, CallFault>>>,
    /// The requests there were.
    pub requests: Mutex<Vec<Value>>,
    /// Names, numbers and accounts of the instances, if not those of [`NAMES`],
    /// which have neither.
    pub lines: Vec<Line>,
}

/// The name, the number and the account of an instance.
pub type Line = (&'static str, &'static str, &'static str);

/// The two instances there are.
pub const NAMES: [&str; 2] = ["shop", "desk"];

impl FakeAdapters {
    pub fn with_lines(lines: &[Line]) -> Arc<Self> {
        Arc::new(Self {
            lines: lines.to_vec(),
            ..Self::default()
        })
    }

    pub fn fail_next(&self, outcome: Result<Value, CallFault>) {
        self.next.lock().unwrap().push_back(outcome);
    }

    pub fn calls(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

#[async_trait]
impl Adapters for FakeAdapters {
    fn adapters(&self) -> Vec<AdapterInfo> {
        let manifest = json!({
            "name": "fake",
            "properties": [
                { "name": "number", "eventPaths": ["to.number"] },
                { "name": "account", "eventPaths": ["entry.id"] },
            ],
            "commands": [{ "name": "process", "request": [
                { "name": "notification", "isRequired": true, "type": "string" },
                { "name": "signature", "isRequired": false, "type": "string" },
            ] }],
            "events": [{ "name": "message" }, { "name": "status" }],
        });
        let info = |name: &str, values: &[(&str, &str)]| AdapterInfo {
            name: name.to_owned(),
            manifest: manifest.clone(),
            values: values
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        };
        if self.lines.is_empty() {
            return NAMES.map(|name| info(name, &[])).to_vec();
        }
        self.lines
            .iter()
            .map(|(name, number, account)| info(name, &[("number", number), ("account", account)]))
            .collect()
    }

    async fn call(
        &self,
        _adapter: &str,
        _command: &str,
        request: Value,
        events: &dyn EventCollector,
    ) -> Result<Outcome, CallFault> {
        let text = request["notification"].as_str().unwrap();
        let notification: Value =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        self.requests.lock().unwrap().push(request);
        let outcome = self.next.lock().unwrap().pop_front();
        for event in notification["events"].as_array().into_iter().flatten() {
            let event = EmittedEvent {
                name: event["event"].as_str().unwrap().to_owned(),
                id: event["id"].as_str().unwrap().to_owned(),
                payload: RawValue::from_string(event["properties"].to_string()).unwrap(),
            };
            if let Err(error) = events.receive(event).await {
                return Ok(outcome_of(json!({
                    "status": "failure", "failure": "temporary-failure", "retryable": true,
                    "code": "event-refused", "error": error,
                })));
            }
        }
        outcome
            .unwrap_or_else(|| Ok(json!({ "status": "success" })))
            .map(outcome_of)
    }

    async fn dry_run(
        &self,
        _adapter: &str,
        _command: &str,
        _request: Value,
    ) -> Result<DryRun, CallFault> {
        Ok(DryRun::Answer(outcome_of(json!({ "status": "success" }))))
    }
}

fn outcome_of(json: Value) -> Outcome {
    match json {
        Value::Object(json) => Outcome::new(json),
        _ => Outcome::new(Map::new()),
    }
}

/// A message's event, from a customer.
pub fn message(id: &str, from: &str) -> Value {
    json!({
        "event": "message", "id": id,
        "properties": { "messages": [{ "id": id, "from": from, "type": "text", "text": { "body": "Grüß dich 👋" } }] },
    })
}

/// A message to a number, of the account `A`.
pub fn message_to(number: &str, id: &str, from: &str) -> Value {
    let mut event = message(id, from);
    event["properties"]["to"] = json!({ "number": number });
    event["properties"]["entry"] = json!({ "id": "A" });
    event
}

/// A notification that holds events.
pub fn notification(events: &[Value]) -> String {
    json!({ "object": "test", "events": events }).to_string()
}

pub fn shared() -> Arc<FakeAdapters> {
    Arc::default()
}
