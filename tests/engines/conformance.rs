//! The conformance lists (`engines/conformance`) in the host of this project,
//! which is the reference for every other engine.

mod coverage;
mod list;
mod placeholders;

use std::sync::{Arc, Mutex};

use serde_json::{Map, Value};
use uip_host::contract::NoSink;
use uip_host::manifest::{Limits, Manifest};
use uip_host::{Adapter, Event, EventSink, Host, Instance, KnownTypes, Refusal};
use uip_sandbox::{AutoStatus, RecordedRequest, Sandbox};

pub use list::{LISTS, List};
use placeholders::Placeholders;

/// What events name as their adapter. A flow that runs on either adapter gives
/// its instance one name.
const INSTANCE: &str = "whatsapp";

/// How the ids of messages begin.
const MESSAGE_IDS: [&str; 3] = ["wamid.", "SM", "MM"];

/// Writes what comes out into the list, to be read before it is kept.
const UPDATE: &str = "UPDATE_CONFORMANCE";

/// One case of the list.
pub struct Case {
    pub name: String,
    pub command: String,
    pub request: Value,
    pub refuse_events: Option<String>,
    pub events: Option<Vec<String>>,
    pub webhook_status: Option<u16>,
    properties: Map<String, Value>,
    before: Vec<Value>,
    faults: Option<Value>,
    asks_what_is_kept: bool,
}

/// What a case came to, in the list's form.
struct Outcome {
    response: Value,
    sent: Value,
    kept: Value,
    events: Vec<String>,
}

impl Case {
    pub fn all(list: &List) -> Vec<Self> {
        let cases = list.cases();
        cases
            .map(|(command, case)| Self::read(command, case, list.properties()))
            .collect()
    }

    fn read(command: &str, case: &Value, defaults: &Map<String, Value>) -> Self {
        let text = |name: &str| case[name].as_str().map(str::to_owned);
        let mut properties = defaults.clone();
        for (name, value) in case["properties"].as_object().into_iter().flatten() {
            properties.insert(name.clone(), value.clone());
        }
        let events = case["events"].as_array().map(|events| {
            let lines = events.iter().map(|line| line.as_str().expect("a line"));
            lines.map(str::to_owned).collect()
        });
        Self {
            name: text("name").expect("a name"),
            command: command.to_owned(),
            request: case["request"].clone(),
            refuse_events: text("refuseEvents"),
            events,
            webhook_status: case["webhookStatus"]
                .as_u64()
                .and_then(|status| status.try_into().ok()),
            properties,
            before: case["before"].as_array().cloned().unwrap_or_default(),
            faults: case.get("faults").cloned(),
            asks_what_is_kept: case.get("kept").is_some(),
        }
    }

    /// The properties that are texts, but for the sandbox's address.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.properties.iter();
        texts
            .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
            .filter(|(_, value)| *value != "{sandbox}")
    }

    /// A property's text, if it is there.
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.get(name)?.as_str()
    }

    /// An instance with its properties.
    fn configured(
        &self,
        adapter: &Adapter,
        sandbox: &str,
        events: impl EventSink + 'static,
    ) -> Instance {
        let mut instance = adapter.configure(INSTANCE).events(events);
        for (name, value) in &self.properties {
            let value = match value.as_str() {
                Some("{sandbox}") => sandbox.into(),
                _ => value.clone(),
            };
            instance = instance.property(name, value);
        }
        let built = instance.build();
        built.unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// Runs it in the host.
    async fn run(&self, adapter: &Adapter) -> Outcome {
        let sandbox = Sandbox::builder()
            .auto_status(AutoStatus::Off)
            .start()
            .await
            .expect("a sandbox");
        let placeholders = self.prepare(&sandbox).await;
        let lines: Arc<Mutex<Vec<String>>> = Arc::default();
        let (sink, refuses) = (Arc::clone(&lines), self.refuse_events.clone());
        let events = move |event: Event| {
            sink.lock().expect("no panic").push(event.to_line());
            let answer = refuses.clone().map_or(Ok(()), |why| Err(Refusal(why)));
            async move { answer }
        };
        let response = self
            .configured(adapter, &sandbox.base_url(), events)
            .call(&self.command, placeholders.fill(self.request.clone()))
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", self.name))
            .into_json();
        let sent = sandbox.requests().iter().map(shown).collect();
        Outcome {
            response: masked(response, &placeholders),
            sent: placeholders.mask(sent),
            kept: kept(&sandbox).await,
            events: std::mem::take(&mut *lines.lock().expect("no panic")),
        }
    }

    /// Does what comes before the call, and learns what it made.
    async fn prepare(&self, sandbox: &Sandbox) -> Placeholders {
        let mut placeholders = Placeholders::default();
        placeholders.learn("{sandbox}", sandbox.address().to_string());
        for step in &self.before {
            let step = placeholders.fill(step.clone());
            let what = step["ask"].as_str().expect("what to ask");
            let answer = control(sandbox, what, &step["body"]).await;
            let id = answer["id"].as_str().unwrap_or_default();
            if MESSAGE_IDS.iter().any(|prefix| id.starts_with(prefix)) {
                placeholders.learn("{message}", id);
            }
            if let [.., media] = &sandbox.media()[..] {
                placeholders.learn("{media}", media.id());
            }
        }
        if let Some(faults) = &self.faults {
            let faults = placeholders.fill(faults.clone());
            control(sandbox, "POST /sandbox/faults", &faults).await;
        }
        placeholders
    }
}

/// Uses one of the sandbox's controls, as `POST /sandbox/faults`; null, if it
/// answers nothing.
async fn control(sandbox: &Sandbox, what: &str, body: &Value) -> Value {
    let (method, path) = what.split_once(' ').expect("a method and a path");
    let method = method.parse().expect("a method");
    let answer = reqwest::Client::new()
        .request(method, format!("{}{path}", sandbox.base_url()))
        .body(body.to_string())
        .send()
        .await
        .expect("an answer");
    let status = answer.status();
    let text = answer.text().await.expect("text");
    assert!(status.is_success(), "{what}: {status} {text}");
    serde_json::from_str(&text).unwrap_or_default()
}

/// The JSON or the form that was sent, or the line of a request that sent none.
fn shown(request: &RecordedRequest) -> Value {
    let form = || request.form_json().map(Value::Object);
    request.json().or_else(form).unwrap_or_else(|| {
        let query = request.query().map(|query| format!("?{query}"));
        let (method, path) = (request.method(), request.path());
        format!("{method} {path}{}", query.unwrap_or_default()).into()
    })
}

/// The files that the sandbox keeps, without their ids.
async fn kept(sandbox: &Sandbox) -> Value {
    let mut files = control(sandbox, "GET /sandbox/media", &Value::Null).await;
    for file in files.as_array_mut().expect("an array") {
        file.as_object_mut().expect("a file").remove("id");
    }
    files
}

/// The response without what changes from run to run.
fn masked(response: Value, placeholders: &Placeholders) -> Value {
    let mut response = placeholders.mask(response);
    for (name, value) in response.as_object_mut().expect("an object") {
        let Value::String(text) = value else { continue };
        let is_id = ["messageId", "mediaId", "templateId", "traceId"].contains(&name.as_str());
        if is_id && !text.starts_with('{') {
            "*".clone_into(text);
        }
    }
    response
}

/// The adapter of a list, which a host has loaded that knows the types of these
/// contracts.
pub fn adapter(list: &List, known: impl IntoIterator<Item = KnownTypes>) -> Adapter {
    let component = list.component();
    let host = Host::builder()
        .cache_dir(component.with_file_name("compiled"))
        .known_types(known)
        .build()
        .expect("the engine starts");
    let bytes = std::fs::read(component).expect("the component");
    let mut manifest = Manifest::from_file(list.manifest()).expect("the adapter's manifest");
    // Other engines do not read the manifest: what the component refuses by
    // itself is what the list is about.
    for property in &mut manifest.properties {
        property.limits = Limits::default();
    }
    for command in &mut manifest.commands {
        for field in &mut command.request {
            field.excludes.clear();
            field.limits = Limits::default();
        }
    }
    Adapter::new(&host, &bytes, manifest).expect("the component and its manifest fit")
}

#[tokio::test]
async fn the_reference_answers_every_case_of_whatsapps_list() {
    answers_every_case_or_updates("whatsapp").await;
}

#[tokio::test]
async fn the_reference_answers_every_case_of_twilios_list() {
    answers_every_case_or_updates("twilio").await;
}

#[test]
fn the_types_that_are_known_are_those_of_both_components() {
    for folder in ["whatsapp", "twilio"] {
        let list = List::read(folder);
        let adapter = adapter(&list, uip_bindings::known_types());
        for case in Case::all(&list) {
            let instance = case.configured(&adapter, "http://127.0.0.1:1", NoSink);
            assert!(instance.has_known_types(), "{folder}: {}", case.name);
        }
    }
}

/// As `uip` does.
#[tokio::test]
async fn the_reference_that_knows_the_types_answers_every_case_of_whatsapps_list() {
    answers_every_case("whatsapp", uip_bindings::known_types()).await;
}

#[tokio::test]
async fn the_reference_that_knows_the_types_answers_every_case_of_twilios_list() {
    answers_every_case("twilio", uip_bindings::known_types()).await;
}

async fn answers_every_case_or_updates(folder: &str) {
    if std::env::var_os(UPDATE).is_some() {
        return update(folder).await;
    }
    answers_every_case(folder, []).await;
}

async fn answers_every_case(folder: &str, known: impl IntoIterator<Item = KnownTypes>) {
    let list = List::read(folder);
    let adapter = adapter(&list, known);
    for (case, (_, expected)) in Case::all(&list).iter().zip(list.cases()) {
        let outcome = case.run(&adapter).await;
        assert_eq!(outcome.response, expected["response"], "{}", case.name);
        if let Some(sent) = expected.get("sent") {
            assert_eq!(&outcome.sent, sent, "{}", case.name);
        }
        if let Some(kept) = expected.get("kept") {
            assert_eq!(&outcome.kept, kept, "{}", case.name);
        }
        assert_eq!(
            outcome.events,
            case.events.clone().unwrap_or_default(),
            "{}",
            case.name
        );
    }
}

/// Writes into the list what the reference does now.
async fn update(folder: &str) {
    let mut list = List::read(folder);
    let adapter = adapter(&list, []);
    let defaults = list.properties().clone();
    let key = list.webhook.key.clone();
    sign(&mut list).await;
    for (command, written) in list.cases_mut() {
        let case = Case::read(command, written, &defaults);
        let outcome = case.run(&adapter).await;
        written["response"] = outcome.response;
        if case.command == "processWebhook" {
            written["events"] = outcome.events.into();
            if written.get("webhookStatus").is_none() {
                // An endpoint takes nothing without the key of signatures.
                written["webhookStatus"] = match case.property(&key) {
                    Some(_) => webhook_status(&written["response"]),
                    None => 503,
                }
                .into();
            }
        } else {
            written["sent"] = outcome.sent;
        }
        if case.asks_what_is_kept {
            written["kept"] = outcome.kept;
        }
    }
    list.write();
}

/// Replaces each signature `?` by the right one.
async fn sign(list: &mut List) {
    let signer = Sandbox::start().await.expect("a sandbox");
    let (is_twilio, body) = (list.adapter != "whatsapp", list.webhook.body.clone());
    let usual = list
        .properties()
        .get("webhookUrl")
        .cloned()
        .unwrap_or_default();
    for (_, case) in list.cases_mut() {
        let request = &case["request"];
        if request["signature"] != "?" {
            continue;
        }
        let body = request[&body].as_str().expect("text");
        let signature = if is_twilio {
            let url = request["url"].as_str().or(usual.as_str()).expect("a URL");
            let parameters: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes())
                .into_owned()
                .collect();
            signer.sign_webhook(url, &parameters)
        } else {
            signer.sign(body.as_bytes())
        };
        case["request"]["signature"] = signature.into();
    }
}

fn webhook_status(response: &Value) -> u16 {
    match response["code"].as_str() {
        None => 200,
        Some("invalid-signature") => 401,
        Some("invalid-notification" | "unsupported-object") => 400,
        Some(_) => 503,
    }
}
