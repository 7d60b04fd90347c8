use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use uip_contract::{CallError, DryRun, EventSink, Response};
use uip_host::config::{AdapterConfig, Config};
use uip_host::{Adapter, Host, Instance};
use uip_server::{AdapterInfo, Adapters};

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

    fn instance(&self, adapter: &str) -> Result<&Instance, CallError> {
        let unknown = || CallError::UnknownAdapter(adapter.to_owned());
        self.instances.get(adapter).ok_or_else(unknown)
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
        let adapter = config.load(host).map_err(|error| match error.mistakes() {
            Some(mistakes) => mistakes.iter().map(|it| format!("{key}: {it}")).collect(),
            None => vec![format!("{key}: {error}")],
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
    let info = AdapterInfo {
        name: config.name.clone(),
        manifest: adapter.shared_manifest(),
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
        events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError> {
        let instance = self.instance(adapter)?;
        instance.call_with_events(command, request, events).await
    }

    async fn dry_run(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
    ) -> Result<DryRun, CallError> {
        self.instance(adapter)?.dry_run(command, request).await
    }
}
