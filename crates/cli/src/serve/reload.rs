use std::sync::Arc;

use uip_host::config::Config;
use uip_host::{Host, Instances};
use uip_server::config::Config as Triggers;
use uip_server::{ReloadError, Reloaded, Running};

use super::{instances, nothing_to_serve};
use crate::args::Common;
use crate::failure::Failure;
use crate::triggers;

/// Reads the configuration again, with all that it names, and takes it over as
/// a whole or not at all. What happened is logged.
///
/// `started` is the configuration that the server was started with.
pub async fn reload(common: &Common, host: &Host, started: &Config, running: &mut Running) {
    match try_reload(common, host, started, running).await {
        Ok(needs_restart) => {
            for setting in needs_restart {
                tracing::warn!(setting, "this setting was changed and needs a restart");
            }
            tracing::info!("the configuration was reloaded");
        }
        Err(failure) => {
            for mistake in failure.lines() {
                tracing::error!(mistake, "a mistake in the configuration");
            }
            tracing::error!(
                "the configuration was not reloaded: the one before it stays in effect; correct it and send SIGHUP again"
            );
        }
    }
}

/// The settings of `[host]` that are not as they were.
fn fixed(started: &Config, config: &Config) -> Vec<&'static str> {
    let settings = [
        ("host.proxy", started.proxy != config.proxy),
        ("host.noProxy", started.no_proxy != config.no_proxy),
    ];
    let changed = settings.into_iter().filter(|(_, is_changed)| *is_changed);
    changed.map(|(setting, _)| setting).collect()
}

/// Reads the configuration and loads what it names: the triggers, the settings
/// that need a restart, the adapters.
fn load(
    common: &Common,
    host: &Host,
    started: &Config,
) -> Result<(Triggers, Vec<&'static str>, Instances), Failure> {
    let (config, triggers) = triggers::read(common)?;
    if !triggers.has_work() {
        return Err(nothing_to_serve());
    }
    let needs_restart = fixed(started, &config);
    let instances = instances::load(host, &config)?;
    Ok((triggers, needs_restart, instances))
}

async fn try_reload(
    common: &Common,
    host: &Host,
    started: &Config,
    running: &mut Running,
) -> Result<Vec<&'static str>, Failure> {
    let (triggers, mut needs_restart, instances) = {
        let (common, host, started) = (common.clone(), host.clone(), started.clone());
        // Files may be slow to read, and components take long to compile:
        // meanwhile other tasks and signals go on.
        tokio::task::spawn_blocking(move || load(&common, &host, &started))
            .await
            .map_err(|error| Failure::usage(format!("the adapters were not loaded: {error}")))??
    };
    instances::check_properties(&instances).await?;
    let Reloaded {
        needs_restart: more,
        ..
    } = running
        .reload(triggers, Arc::new(instances))
        .await
        .map_err(|error| match error {
            ReloadError::Config(mistakes) => mistakes.into(),
            other => Failure::usage(other.to_string()),
        })?;
    needs_restart.extend(more);
    Ok(needs_restart)
}
