//! `uip serve`: takes notifications and feeds flows.

pub mod instances;
mod properties;
mod ready;
mod reload;

use std::io::ErrorKind;
use std::process::ExitCode;
use std::sync::Arc;

use uip_server::{Server, StartError};

use crate::args::Common;
use crate::failure::Failure;
use crate::signals::{Asked, Signals};
use crate::{adapters, triggers};
use ready::Ready;
use reload::reload;

/// Serves until it is told to stop.
pub async fn serve(common: &Common) -> Result<ExitCode, Failure> {
    // Asked for first: a signal that comes while it starts is not lost.
    let mut signals = Signals::new()?;
    let (config, triggers) = triggers::read(common)?;
    if !triggers.has_work() {
        return Err(nothing_to_serve());
    }
    let host = adapters::host(common, &config)?;
    let instances = instances::load(&host, &config)?;
    instances::check_properties(&instances).await?;
    let ready = Ready::of(&triggers);
    let proxies = adapters::proxies(&config)?;
    for proxy in proxies.iter() {
        tracing::info!(%proxy, "outgoing requests go through a proxy");
    }
    let mut running = Server::new(triggers, Arc::new(instances))
        .proxies(proxies)
        .version(env!("CARGO_PKG_VERSION"))
        .run()
        .await
        .map_err(start_failure)?;
    ready.say(&running)?;
    // Not within the log line: that is not evaluated when nobody logs it.
    let signal = loop {
        match signals.next().await {
            Asked::Stop(signal) => break signal,
            // A reload reads files and compiles components: stopping does not wait for it.
            Asked::Reload => tokio::select! {
                () = reload(common, &host, &config, &mut running) => {}
                signal = signals.stop() => break signal,
            },
        }
    };
    tracing::info!(signal, "shutting down");
    running.shutdown().await;
    Ok(ExitCode::SUCCESS)
}

fn nothing_to_serve() -> Failure {
    Failure::usage(
        "there is nothing to serve: the configuration has no [[triggers]] and no commandsToken; add one of them",
    )
}

/// A full disk or a port in use goes away without a change of the configuration:
/// what starts the server again must be able to tell.
fn start_failure(error: StartError) -> Failure {
    match error {
        StartError::Config(mistakes) => mistakes.into(),
        StartError::Inbox(error) if error.is_mistake() => Failure::usage(error.to_string()),
        StartError::Listen(_, _, ref system) if system.kind() == ErrorKind::PermissionDenied => {
            Failure::usage(error.to_string())
        }
        other => Failure::NotDone(other.to_string()),
    }
}
