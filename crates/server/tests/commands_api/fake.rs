//! An adapter that sends nothing. What it answers is what the request's
//! `message` asks for.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::sync::{Notify, Semaphore};
use uip_server::{AdapterInfo, Adapters, CallFault, DryRun, EventCollector, Outcome};

pub struct FakeAdapters {
    infos: Vec<AdapterInfo>,
    /// What was called, with which request.
    pub calls: Mutex<Vec<(String, String, Value)>>,
    /// Told when a call with the message `wait` has begun.
    pub begun: Notify,
    /// Calls with the message `wait` end when there is a permit.
    pub gate: Semaphore,
}

impl FakeAdapters {
    pub fn new(instances: &[&str], manifest: &Value) -> Self {
        let info = |name: &&str| AdapterInfo {
            name: (*name).to_owned(),
            manifest: manifest.clone(),
            values: BTreeMap::new(),
        };
        Self {
            infos: instances.iter().map(info).collect(),
            calls: Mutex::default(),
            begun: Notify::new(),
            gate: Semaphore::new(0),
        }
    }

    fn mistakes(&self, adapter: &str, command: &str, request: &Value) -> Vec<String> {
        let info = self.infos.iter().find(|info| info.name == adapter);
        let fields: Vec<(&str, bool)> = info
            .into_iter()
            .flat_map(|info| info.request_fields(command))
            .filter_map(|row| Some((row["name"].as_str()?, row["isRequired"] == true)))
            .filter(|(name, _)| !name.contains(['.', '[']))
            .collect();
        let missing = fields
            .iter()
            .filter(|(name, required)| *required && request.get(name).is_none())
            .map(|(name, _)| format!("{name}: required, but missing"));
        let given = request.as_object().into_iter().flatten();
        let unknown = given
            .filter(|(given, _)| fields.iter().all(|(name, _)| name != given))
            .map(|(given, _)| format!("{given}: unknown"));
        missing.chain(unknown).collect()
    }
}

fn failed(case: &str, retryable: bool) -> Value {
    json!({
        "status": "failure",
        "failure": case,
        "retryable": retryable,
        "code": "131047",
        "error": "it failed, as asked",
        "advice": "ask for something else",
    })
}

#[async_trait]
impl Adapters for FakeAdapters {
    fn adapters(&self) -> Vec<AdapterInfo> {
        self.infos.clone()
    }

    async fn call(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
        _events: &dyn EventCollector,
    ) -> Result<Outcome, CallFault> {
        let mistakes = self.mistakes(adapter, command, &request);
        if !mistakes.is_empty() {
            return Err(CallFault::InvalidRequest(mistakes));
        }
        let message = request["message"].as_str().unwrap_or_default().to_owned();
        let crash = |retryable| CallFault::Execution {
            code: "guest-trapped".to_owned(),
            error: "the adapter crashed, as asked".to_owned(),
            retryable,
        };
        let answer = match message.as_str() {
            "fail" => failed("permanent-failure", false),
            "unknown" => failed("permanent-unknown-outcome", false),
            "busy" => {
                let mut answer = failed("temporary-failure", true);
                answer["retryAfterSeconds"] = 17.into();
                answer
            }
            "crash early" => return Err(crash(true)),
            "crash late" => return Err(crash(false)),
            "panic" => panic!("as asked"),
            "wait" => {
                self.begun.notify_one();
                if let Ok(permit) = self.gate.acquire().await {
                    permit.forget();
                }
                json!({ "status": "success", "messageId": "waited" })
            }
            _ => json!({ "status": "success", "messageId": "fake.1" }),
        };
        let call = (adapter.to_owned(), command.to_owned(), request);
        if let Ok(mut calls) = self.calls.lock() {
            calls.push(call);
        }
        Ok(Outcome::new(
            answer.as_object().cloned().unwrap_or_default(),
        ))
    }

    async fn dry_run(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
    ) -> Result<DryRun, CallFault> {
        let mistakes = self.mistakes(adapter, command, &request);
        if !mistakes.is_empty() {
            return Err(CallFault::InvalidRequest(mistakes));
        }
        if request["message"] == "fail" {
            let failed = failed("permanent-failure", false);
            let failed = failed.as_object().cloned().unwrap_or_default();
            return Ok(DryRun::Answer(Outcome::new(failed)));
        }
        let requests = format!(r#"{{"status":"dry-run","requests":[{{"body":{request}}}]}}"#);
        Ok(DryRun::Requests(
            RawValue::from_string(requests).expect("it is JSON"),
        ))
    }
}
