//! `uip-sandbox`: WhatsApp's Cloud API on loopback, as a command.

mod options;

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use options::Options;
use tracing_subscriber::EnvFilter;
use uip_sandbox::Sandbox;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = Options::parse();
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new(if options.quiet { "warn" } else { "info" }));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("uip-sandbox: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), String> {
    let listen = options.listen;
    let sandbox = options
        .builder()?
        .start()
        .await
        .map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    announce(&sandbox).map_err(|error| format!("cannot write to standard output: {error}"))?;
    tokio::signal::ctrl_c()
        .await
        .map_err(|error| format!("cannot wait for an interrupt: {error}"))
}

/// One line that a script can wait for and read.
fn announce(sandbox: &Sandbox) -> std::io::Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(
        output,
        "uip-sandbox is ready on {} for phone number id {}",
        sandbox.base_url(),
        sandbox.phone_number_id()
    )?;
    output.flush()
}
