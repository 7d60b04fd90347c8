use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use uip_contract::{CallError, CommandCall, DryRun, Event, EventSink, Manifest, Response};
use uip_server::{AdapterInfo, Adapters};

/// Adapters of one command, `process`, which emits the events that are written
/// in the notification that it gets.
#[derive(Default)]
pub struct FakeAdapters {
    /// What the next calls come to, instead of success.
    pub next: Mutex<VecDeque<Result<Response, CallError>>>,
    /// The requests there were.
    pub requests: Mutex<Vec<Value>>,
    /// What each call waits for before it emits its events, if anything.
    pub gate: Mutex<Option<Arc<Semaphore>>>,
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

    pub fn fail_next(&self, outcome: Result<Response, CallError>) {
        self.next.lock().unwrap().push_back(outcome);
    }

    /// Lets calls wait until they get permits, which are added to what this returns.
    pub fn close(&self) -> Arc<Semaphore> {
        let gate = Arc::new(Semaphore::new(0));
        *self.gate.lock().unwrap() = Some(Arc::clone(&gate));
        gate
    }

    pub fn calls(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

#[async_trait]
impl Adapters for FakeAdapters {
    fn adapters(&self) -> Vec<AdapterInfo> {
        let manifest = Manifest::from_json(include_str!("adapter.json")).unwrap();
        let manifest = Arc::new(manifest);
        let info = |name: &str, values: &[(&str, &str)]| {
            let values = values
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            AdapterInfo::new(name, Arc::clone(&manifest), values)
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
        CommandCall {
            adapter, request, ..
        }: CommandCall,
        events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError> {
        let text = request["notification"].as_str().unwrap();
        let notification = if text.contains("MessageSid=") {
            of_form(text)
        } else {
            serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap()
        };
        self.requests.lock().unwrap().push(request);
        let gate = self.gate.lock().unwrap().clone();
        if let Some(gate) = gate {
            gate.acquire().await.unwrap().forget();
        }
        let outcome = self.next.lock().unwrap().pop_front();
        let mut first_refusal = None;
        for event in notification["events"].as_array().into_iter().flatten() {
            let id = event["id"].as_str().map_or_else(
                || "g".repeat(usize::try_from(event["idBytes"].as_u64().unwrap()).unwrap()),
                str::to_owned,
            );
            let event = Event::new(
                &*adapter,
                event["event"].as_str().unwrap(),
                id,
                RawValue::from_string(event["properties"].to_string()).unwrap(),
            );
            if let Err(refusal) = events.receive(event).await {
                first_refusal.get_or_insert(refusal);
            }
        }
        match (outcome, first_refusal) {
            // The call was cut, whatever was refused before.
            (Some(Err(cut)), _) => Err(cut),
            (_, Some(refusal)) => Ok(failed("temporary-failure", "event-refused", &refusal.0)),
            (outcome, None) => outcome.unwrap_or_else(|| Ok(Response::success([]))),
        }
    }

    async fn dry_run(&self, _call: CommandCall) -> Result<DryRun, CallError> {
        Ok(DryRun::Answer(Response::success([])))
    }
}

/// The notification that a form of Twilio's is: one message.
fn of_form(text: &str) -> Value {
    let form: std::collections::HashMap<_, _> =
        url::form_urlencoded::parse(text.as_bytes()).collect();
    json!({ "events": [message(&form["MessageSid"], &form["From"])] })
}

/// The failure of a command.
pub fn failed(case: &str, code: &str, error: &str) -> Response {
    let text = |(name, text): (&str, &str)| (name.to_owned(), text.into());
    Response::failed(case, [("code", code), ("error", error)].map(text))
}

/// A message's event, from a customer.
pub fn message(id: &str, from: &str) -> Value {
    json!({
        "event": "message", "id": id,
        "properties": { "messages": [{ "id": id, "from": from, "type": "text", "text": { "body": "Grüß dich 👋" } }] },
    })
}

/// An event that is of no use and has an id of so many bytes: a long payload would have
/// to be parsed.
pub fn garbage(bytes: usize) -> Value {
    json!({ "event": "status", "idBytes": bytes, "properties": {} })
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
