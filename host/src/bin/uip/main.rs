//! `uip`: shows, checks and calls UIP adapters.

mod adapters;
mod args;
mod call;
mod check;
mod describe;
mod events;
mod failure;
mod log;
mod values;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Verb};
use failure::Failure;

fn main() -> ExitCode {
    let outcome = match Args::try_parse() {
        Ok(args) => run(args),
        Err(error) => Err(Failure::from(error)),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

fn run(args: Args) -> Result<ExitCode, Failure> {
    log::start(args.common.verbose);
    match args.verb {
        Verb::Describe(describe) => describe::describe(&args.common, &describe),
        Verb::Check(check) => check::check(&args.common, &check),
        Verb::Call(call) => on_runtime(call::call(&args.common, &call)),
    }
}

/// One thread does: the command runs one call.
fn on_runtime(work: impl Future<Output = Result<ExitCode, Failure>>) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::usage(format!("no runtime: {error}")))?;
    let outcome = runtime.block_on(work);
    // A name lookup that hangs must not keep the process.
    runtime.shutdown_background();
    outcome
}
