use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::value::to_raw_value;
use serde_json::{Map, Value};
use tokio::sync::{mpsc, oneshot};
use uip_host::config::{AdapterConfig, Config};
use uip_host::{Adapter, CallError, Event, EventSink, Host, Instance, Refusal, Response};
use uip_server::{AdapterInfo, Adapters, CallFault, DryRun, EmittedEvent, EventCollector, Outcome};

use super::properties;
use crate::failure::Failure;

/// The configured adapters, as a trigger host drives them.
pub struct Instances {
    instances: HashMap<String, Instance>,
    infos: Vec<AdapterInfo>,
}

impl Instances {
    /// Loads and configures every adapter. Goes on after a mistake, so that all
    /// are told.
    pub fn load(host: &Host, config: &Config) -> Result<Self, Failure> {
        let mut loaded = HashMap::new();
        let mut all = Self {
            instances: HashMap::new(),
            infos: Vec::new(),
        };
        let mut mistakes = Vec::new();
        for adapter in &config.adapters {
            match configure(host, adapter, &mut loaded) {
                Ok((instance, info)) => {
                    all.instances.insert(adapter.name.clone(), instance);
                    all.infos.push(info);
                }
                Err(problems) => mistakes.extend(problems),
            }
        }
        if mistakes.is_empty() {
            Ok(all)
        } else {
            Err(Failure::Usage(mistakes))
        }
    }
}

impl Instances {
    /// Has every adapter check its own properties.
    pub async fn check_properties(&self) -> Result<(), Failure> {
        let mut mistakes = Vec::new();
        for info in &self.infos {
            if let Some(instance) = self.instances.get(&info.name) {
                mistakes.extend(properties::mistake(&info.name, instance).await);
            }
        }
        if mistakes.is_empty() {
            Ok(())
        } else {
            Err(Failure::Usage(mistakes))
        }
    }
}

/// Adapters that are loaded already: several instances share the compiled code
/// of one.
type Loaded<'c> = HashMap<(&'c Path, &'c Path), Adapter>;

fn configure<'c>(
    host: &Host,
    config: &'c AdapterConfig,
    loaded: &mut Loaded<'c>,
) -> Result<(Instance, AdapterInfo), Vec<String>> {
    let key = format!("adapters.{}", config.name);
    let files = (config.component.as_path(), config.manifest.as_path());
    let adapter = if let Some(adapter) = loaded.get(&files) {
        adapter.clone()
    } else {
        let adapter = config.load(host).map_err(|error| match error {
            uip_host::LoadError::Fit(mistakes) => {
                mistakes.iter().map(|it| format!("{key}: {it}")).collect()
            }
            other => vec![format!("{key}: {other}")],
        })?;
        loaded.insert(files, adapter.clone());
        adapter
    };
    let instance = config
        .configure(&adapter, &[])
        .and_then(uip_host::InstanceBuilder::build)
        .map_err(|mistakes| -> Vec<String> {
            mistakes
                .iter()
                .map(|it| format!("{key}.properties.{it}"))
                .collect()
        })?;
    let manifest = serde_json::to_value(adapter.manifest())
        .map_err(|error| vec![format!("{key}.manifest: {error}")])?;
    let info = AdapterInfo {
        name: config.name.clone(),
        manifest,
        values: instance.event_values().clone(),
    };
    Ok((instance, info))
}

#[async_trait]
impl Adapters for Instances {
    fn adapters(&self) -> Vec<AdapterInfo> {
        self.infos.clone()
    }

    async fn call(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
        events: &dyn EventCollector,
    ) -> Result<Outcome, CallFault> {
        let instance = self.instance(adapter)?;
        let (sender, mut emitted) = mpsc::channel(1);
        let call = instance.call_with_events(command, request, Arc::new(Passing(sender)));
        let mut call = std::pin::pin!(call);
        let response = loop {
            tokio::select! {
                response = &mut call => break response,
                // Without a sender any more, only the call is waited for.
                Some((event, taken)) = emitted.recv() => {
                    // Who emitted it may be stopped meanwhile.
                    let _ = taken.send(events.receive(event).await);
                }
            }
        };
        match response {
            Ok(response) => Ok(outcome(response)),
            Err(error) => Err(fault(error)),
        }
    }

    async fn dry_run(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
    ) -> Result<DryRun, CallFault> {
        let instance = self.instance(adapter)?;
        match instance.dry_run(command, request).await {
            Ok(uip_host::DryRun::Answer(response)) => Ok(DryRun::Answer(outcome(response))),
            Ok(requests) => to_raw_value(&requests)
                .map(DryRun::Requests)
                .map_err(|error| CallFault::Execution {
                    code: "not-shown".to_owned(),
                    error: format!("what would be sent cannot be shown: {error}; nothing was sent"),
                    retryable: false,
                }),
            Err(error) => Err(fault(error)),
        }
    }
}

impl Instances {
    fn instance(&self, adapter: &str) -> Result<&Instance, CallFault> {
        let unknown = || CallFault::UnknownAdapter(adapter.to_owned());
        self.instances.get(adapter).ok_or_else(unknown)
    }
}

fn outcome(response: Response) -> Outcome {
    Outcome::new(match response.into_json() {
        Value::Object(members) => members,
        _ => Map::new(),
    })
}

fn fault(error: CallError) -> CallFault {
    match error {
        CallError::UnknownCommand { .. } => CallFault::UnknownCommand(error.to_string()),
        CallError::InvalidRequest(mistakes) => {
            CallFault::InvalidRequest(mistakes.iter().map(ToString::to_string).collect())
        }
        CallError::Execution(failure) => {
            let (code, error) = (failure.code.word().to_owned(), failure.to_string());
            if failure.maybe_sent || failure.is_retryable() {
                CallFault::Execution {
                    code,
                    error,
                    retryable: failure.is_retryable(),
                }
            } else {
                CallFault::Permanent { code, error }
            }
        }
        other => CallFault::Execution {
            code: "not-called".to_owned(),
            error: other.to_string(),
            retryable: false,
        },
    }
}

/// Passes the events of one call to the task that made it, whose collector does
/// not live as long as a sink must.
struct Passing(mpsc::Sender<(EmittedEvent, oneshot::Sender<Result<(), String>>)>);

#[async_trait]
impl EventSink for Passing {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        let over = || Refusal("the call is over".to_owned());
        let event = EmittedEvent {
            name: event.name,
            id: event.id,
            payload: event.payload,
        };
        let (taken, answer) = oneshot::channel();
        self.0.send((event, taken)).await.map_err(|_| over())?;
        answer.await.map_err(|_| over())?.map_err(Refusal)
    }
}
