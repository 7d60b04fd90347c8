//! The configured adapters, as a trigger server calls them.

use std::collections::HashMap;
use std::path::Path;

use uip_host::config::{AdapterConfig, Config};
use uip_host::{Adapter, Host, Instance, Instances};

use super::properties;
use crate::failure::Failure;

/// Loads and configures every adapter. Goes on after a mistake, so that all are
/// reported.
pub fn load(host: &Host, config: &Config) -> Result<Instances, Failure> {
    let mut loaded = HashMap::new();
    let mut instances = Vec::new();
    let mut mistakes = Vec::new();
    for adapter in &config.adapters {
        match configure(host, adapter, &mut loaded) {
            Ok(instance) => instances.push(instance),
            Err(problems) => mistakes.extend(problems),
        }
    }
    unless(mistakes)?;
    Ok(instances.into_iter().collect())
}

/// Has every adapter check its own properties.
pub async fn check_properties(instances: &Instances) -> Result<(), Failure> {
    let mut mistakes = Vec::new();
    for instance in instances.iter() {
        mistakes.extend(properties::mistake(instance).await);
    }
    unless(mistakes)
}

fn unless(mistakes: Vec<String>) -> Result<(), Failure> {
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(Failure::Usage(mistakes))
    }
}

/// Adapters that are loaded already: several instances share the compiled code
/// of one.
type Loaded<'c> = HashMap<(&'c Path, &'c Path), Adapter>;

fn configure<'c>(
    host: &Host,
    config: &'c AdapterConfig,
    loaded: &mut Loaded<'c>,
) -> Result<Instance, Vec<String>> {
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
    config
        .configure(&adapter, &[])
        .and_then(uip_host::InstanceBuilder::build)
        .map_err(|mistakes| -> Vec<String> {
            mistakes
                .iter()
                .map(|it| format!("{key}.properties.{it}"))
                .collect()
        })
}
