//! An adapter that sends nothing. What it answers is what the request's
//! `message` asks for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::{Map, Value, json};
use tokio::sync::{Notify, Semaphore};
use uip_contract::manifest::Command;
use uip_contract::{
    CallError, CommandCall, DryRun, EventSink, ExecutionCode, ExecutionFailure, Manifest, Mistakes,
    OutgoingBody, OutgoingRequest, Response,
};
use uip_server::{AdapterInfo, Adapters};

pub struct FakeAdapters {
    infos: Vec<AdapterInfo>,
    /// What was called, with which request.
    pub calls: Mutex<Vec<(String, String, Value)>>,
    /// The properties that calls were given.
    pub properties: Mutex<Vec<Value>>,
    /// Told when a call with the message `wait` has begun.
    pub begun: Notify,
    /// Calls with the message `wait` end when there is a permit.
    pub gate: Semaphore,
}

impl FakeAdapters {
    pub fn new(instances: &[&str], manifest: Manifest) -> Self {
        let manifest = Arc::new(manifest);
        let info = |name: &&str| AdapterInfo::new(*name, Arc::clone(&manifest), BTreeMap::new());
        Self {
            infos: instances.iter().map(info).collect(),
            calls: Mutex::default(),
            properties: Mutex::default(),
            begun: Notify::new(),
            gate: Semaphore::new(0),
        }
    }

    /// With properties that calls of the first instance may be given.
    pub fn with_call_properties(mut self, names: &[&str]) -> Self {
        let names = || names.iter().map(|name| (*name).to_owned());
        if let Some(first) = self.infos.first_mut() {
            *first = first.clone().with_call_properties(names());
        }
        self
    }

    /// Checks a call. Keeps its properties, and refuses an empty token as a real
    /// adapter would.
    fn take(&self, call: &CommandCall) -> Result<(), CallError> {
        self.check(&call.adapter, &call.command, &call.request)?;
        if call.properties.is_empty() {
            return Ok(());
        }
        let properties = Value::Object(call.properties.clone().into_values());
        if properties["authenticationToken"] == "" {
            let mut mistakes = Mistakes::default();
            mistakes.push("properties.authenticationToken", "too short");
            return Err(CallError::InvalidProperties(mistakes));
        }
        if let Ok(mut kept) = self.properties.lock() {
            kept.push(properties);
        }
        Ok(())
    }

    fn check(&self, adapter: &str, command: &str, request: &Value) -> Result<(), CallError> {
        let info = self.infos.iter().find(|info| info.name == adapter);
        let command = info.and_then(|info| info.manifest.command(command));
        let fields = || command.into_iter().flat_map(Command::fields);
        let mut mistakes = Mistakes::default();
        for field in fields().filter(|field| field.is_required) {
            if request.get(&field.name).is_none() {
                mistakes.push(&field.name, "required, but missing");
            }
        }
        for given in request.as_object().into_iter().flat_map(Map::keys) {
            if fields().all(|field| field.name != *given) {
                mistakes.push(given, "unknown");
            }
        }
        mistakes.or(()).map_err(CallError::InvalidRequest)
    }
}

fn failed(case: &str, more: Option<(&str, Value)>) -> Response {
    let fields = [
        ("code", json!("131047")),
        ("error", json!("it failed, as asked")),
        ("advice", json!("ask for something else")),
    ];
    let fields = fields.into_iter().chain(more);
    Response::failed(case, fields.map(|(name, value)| (name.to_owned(), value)))
}

fn sent(id: &str) -> Response {
    Response::success([("messageId".to_owned(), id.into())])
}

#[async_trait]
impl Adapters for FakeAdapters {
    fn adapters(&self) -> Vec<AdapterInfo> {
        self.infos.clone()
    }

    async fn call(
        &self,
        call: CommandCall,
        _events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError> {
        self.take(&call)?;
        let CommandCall {
            adapter,
            command,
            request,
            ..
        } = call;
        let message = request["message"].as_str().unwrap_or_default().to_owned();
        let crash = |maybe_sent| {
            let what = "the adapter crashed, as asked";
            ExecutionFailure::new(ExecutionCode::GuestTrapped, maybe_sent, what)
        };
        let answer = match message.as_str() {
            "fail" => failed("permanent-failure", None),
            "unknown" => failed("permanent-unknown-outcome", None),
            "busy" => failed("temporary-failure", Some(("retryAfterSeconds", json!(17)))),
            "crash early" => return Err(crash(false).into()),
            "crash late" => return Err(crash(true).into()),
            "panic" => panic!("as asked"),
            "wait" => {
                self.begun.notify_one();
                if let Ok(permit) = self.gate.acquire().await {
                    permit.forget();
                }
                sent("waited")
            }
            _ => sent("fake.1"),
        };
        let call = (adapter, command, request);
        if let Ok(mut calls) = self.calls.lock() {
            calls.push(call);
        }
        Ok(answer)
    }

    async fn dry_run(&self, call: CommandCall) -> Result<DryRun, CallError> {
        self.take(&call)?;
        let request = call.request;
        if request["message"] == "fail" {
            return Ok(DryRun::Answer(failed("permanent-failure", None)));
        }
        let body = OutgoingBody::text(&request.to_string());
        let request = OutgoingRequest::new("POST", "https://x.test/", BTreeMap::new(), body);
        Ok(DryRun::Requests(vec![request]))
    }
}
