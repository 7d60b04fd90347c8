use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use uip_contract::Mistakes;
use uip_contract::manifest::{Manifest, ManifestError};
use uip_host::config::{AdapterConfig, Config, PropertySource};
use uip_host::{Host, Instance, InstanceBuilder, PropertyCheck, fit_mistakes};
use uip_server::AdapterInfo;
use uip_server::config::Config as Triggers;

use crate::args::{Check, Common};
use crate::failure::Failure;
use crate::output::Lines;
use crate::{adapters, triggers, values};

/// Looks at everything that a call and a server need, and goes on after a
/// mistake. It opens no inbox and no connection.
pub async fn check(common: &Common, args: &Check) -> Result<ExitCode, Failure> {
    let (config, triggers) = triggers::read_if_any(common)?;
    let properties = values::read_properties(&args.properties).map_err(Failure::Usage)?;
    if config.adapters.is_empty() {
        return Err(Failure::usage("the configuration has no adapter"));
    }
    let host = adapters::host_of_one_guest(common, &config)?;
    let mut lines = Lines::default();
    let mut mistakes = Vec::new();
    let mut infos = Vec::new();
    for adapter in &config.adapters {
        let mut report = Report {
            adapter,
            lines: &mut lines,
            mistakes: &mut mistakes,
        };
        infos.extend(report.check(&host, &properties).await);
    }
    match triggers {
        None => {}
        Some(Ok(triggers)) => {
            note_long_deliveries(&triggers, &mut lines);
            let inbox = triggers.inbox.check_file();
            let found = misfits(triggers, &config, &infos, &mut lines);
            mistakes.extend(found.iter().map(ToString::to_string));
            mistakes.extend(inbox.err().map(|error| error.to_string()));
        }
        Some(Err(found)) => mistakes.extend(found.iter().map(ToString::to_string)),
    }
    if !mistakes.is_empty() {
        return Err(Failure::Usage(mistakes));
    }
    lines.end()?;
    Ok(ExitCode::SUCCESS)
}

/// Where triggers do not fit the adapters, as far as these are known. What is
/// wrong with the others has been said.
fn misfits(
    mut triggers: Triggers,
    adapters: &Config,
    known: &[AdapterInfo],
    lines: &mut Lines,
) -> Mistakes {
    let is_unknown = |name: &str| {
        adapters.adapters.iter().any(|adapter| adapter.name == name)
            && !known.iter().any(|info| info.name == name)
    };
    let (webhooks, events) = (&mut triggers.webhook_triggers, &mut triggers.event_triggers);
    let all = webhooks.len() + events.len();
    webhooks.retain(|trigger| !trigger.adapters.iter().any(is_unknown));
    events.retain(|trigger| !is_unknown(&trigger.adapter));
    let (webhooks, events) = (webhooks.len(), events.len());
    match triggers.check(known) {
        Ok(()) => {
            if webhooks + events == all {
                lines.say(format_args!(
                    "ok: triggers: {webhooks} webhook and {events} event fit their adapters"
                ));
            }
            Mistakes::default()
        }
        Err(mistakes) => mistakes,
    }
}

/// Notes deliveries that a stop may cut. That is allowed: they are made again.
fn note_long_deliveries(triggers: &Triggers, lines: &mut Lines) {
    let stop = triggers.server.shutdown_timeout;
    for trigger in &triggers.event_triggers {
        if trigger.timeout > stop {
            lines.say(format_args!(
                "warning: triggers[{}].timeoutSeconds of `{}`: {} is more than server.shutdownSeconds, {}: \
                 a delivery that runs when the server stops can be cut, and is then made again at the \
                 next start; raise server.shutdownSeconds, or lower timeoutSeconds",
                trigger.index,
                trigger.name,
                trigger.timeout.as_secs(),
                stop.as_secs()
            ));
        }
    }
}

struct Report<'a> {
    adapter: &'a AdapterConfig,
    lines: &'a mut Lines,
    mistakes: &'a mut Vec<String>,
}

impl Report<'_> {
    fn fine(&mut self, what: &str) {
        self.lines
            .say(format_args!("ok: {}: {what}", self.adapter.name));
    }

    fn wrong(&mut self, problem: impl std::fmt::Display) {
        self.mistakes
            .push(format!("{}: {problem}", self.adapter.name));
    }

    /// Gives what triggers must fit, if the manifest tells it.
    async fn check(&mut self, host: &Host, properties: &[(String, String)]) -> Option<AdapterInfo> {
        let manifest = self.manifest()?;
        let mut values = BTreeMap::new();
        if !self.adapter.component.as_os_str().is_empty()
            && self.fits(host, &manifest)
            && let Some(instance) = self.is_complete(host, properties).await
        {
            values = instance.event_values().clone();
        }
        Some(AdapterInfo::new(
            &self.adapter.name,
            Arc::new(manifest),
            values,
        ))
    }

    async fn is_complete(
        &mut self,
        host: &Host,
        properties: &[(String, String)],
    ) -> Option<Instance> {
        let adapter = match self.adapter.load(host) {
            Ok(adapter) => adapter,
            Err(error) => {
                self.wrong(error);
                return None;
            }
        };
        self.note_secrets(adapter.manifest());
        let built = self
            .adapter
            .configure(&adapter, properties)
            .and_then(InstanceBuilder::build);
        match built {
            Ok(instance) => {
                self.fine("the properties are complete and within their limits");
                let hosts: Vec<String> = instance
                    .allowed_hosts()
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                if hosts.is_empty() {
                    self.fine("requests may go nowhere");
                } else {
                    self.fine(&format!("requests may go to {}", hosts.join(", ")));
                }
                self.checks_itself(&instance).await;
                Some(instance)
            }
            Err(mistakes) => {
                for mistake in &mistakes {
                    self.wrong(format!("property {mistake}"));
                }
                None
            }
        }
    }

    /// What the adapter says about its properties.
    async fn checks_itself(&mut self, instance: &Instance) {
        match instance.check_properties().await {
            Ok(PropertyCheck::Failed(problem)) => self.wrong(problem),
            Ok(PropertyCheck::Passed) => {
                self.fine(
                    "the adapter finds nothing wrong with the properties (no request was sent)",
                );
            }
            Ok(_) => {}
            Err(error) => self.wrong(format!(
                "the adapter could not check its properties: {error}"
            )),
        }
    }

    /// Notes secrets that are written out in the configuration. That is allowed.
    fn note_secrets(&mut self, manifest: &Manifest) {
        let secrets = manifest.properties.iter().filter(|row| row.is_secret);
        for secret in secrets {
            let written_out = |(name, source): &(String, PropertySource)| {
                *name == secret.name && matches!(source, PropertySource::Value(_))
            };
            if self.adapter.properties.iter().any(written_out) {
                self.lines.say(format_args!(
                    "warning: {}: property {} is a secret and is written out in the configuration; \
                     keep it in the environment or a file: {{ env = \"NAME\" }} or {{ file = \"PATH\" }}",
                    self.adapter.name, secret.name
                ));
            }
        }
    }

    /// The manifest, when it is valid.
    fn manifest(&mut self) -> Option<Manifest> {
        match Manifest::from_file(&self.adapter.manifest) {
            Ok(manifest) => {
                self.fine(&format!(
                    "the manifest is valid: {} {}, {} properties, {} commands, {} events",
                    manifest.name,
                    manifest.version,
                    manifest.properties.len(),
                    manifest.commands.len(),
                    manifest.events.len()
                ));
                Some(manifest)
            }
            Err(ManifestError::Mistakes(mistakes)) => {
                for mistake in &mistakes {
                    self.wrong(format!("manifest {mistake}"));
                }
                None
            }
            Err(error) => {
                self.wrong(format!("manifest: {error}"));
                None
            }
        }
    }

    fn fits(&mut self, host: &Host, manifest: &Manifest) -> bool {
        let path: &Path = &self.adapter.component;
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.wrong(format!(
                    "component: cannot read {}: {error}",
                    path.display()
                ));
                return false;
            }
        };
        match fit_mistakes(host, &bytes, manifest) {
            Ok(mistakes) if mistakes.is_empty() => {
                self.fine(&format!(
                    "the component fits the manifest: {}",
                    manifest.contract
                ));
                true
            }
            Ok(mistakes) => {
                for mistake in &mistakes {
                    self.wrong(mistake);
                }
                false
            }
            Err(error) => {
                self.wrong(format!("component: {error}"));
                false
            }
        }
    }
}
