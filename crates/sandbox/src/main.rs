//! `uip-sandbox`: WhatsApp's Cloud API and Twilio's on loopback, as a command.

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
    let (listen, quiet) = (options.listen, options.quiet);
    let sandbox = options
        .builder()?
        .start()
        .await
        .map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    if !quiet {
        eprintln!("open {}/ in a browser", sandbox.base_url());
    }
    announce(&sandbox).map_err(|error| format!("cannot write to standard output: {error}"))?;
    tokio::signal::ctrl_c()
        .await
        .map_err(|error| format!("cannot wait for an interrupt: {error}"))
}

/// A line that a script can wait for and read, and one with the account at Twilio. Both are written at once: a
/// script that has read the first may close the pipe.
fn announce(sandbox: &Sandbox) -> std::io::Result<()> {
    let account = sandbox.twilio();
    // A token that someone has chosen is not printed.
    let is_default = account.auth_token == uip_sandbox::DEFAULT_TWILIO_AUTH_TOKEN;
    let token = if is_default {
        account.auth_token.as_str()
    } else {
        "as given"
    };
    let lines = format!(
        "uip-sandbox is ready on {} for phone number id {}\n\
         as Twilio: account SID {}, Auth Token {token}, sender whatsapp:+{}\n",
        sandbox.base_url(),
        sandbox.phone_number_id(),
        account.account_sid,
        account.number,
    );
    let mut output = std::io::stdout().lock();
    output.write_all(lines.as_bytes())?;
    output.flush()
}
