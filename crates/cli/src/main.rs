//! `uip`: shows, checks, calls and serves UIP adapters.

mod adapters;
mod args;
mod call;
mod check;
mod describe;
mod events;
mod failure;
mod init;
mod listen;
mod log;
mod operate;
mod output;
mod sandbox;
mod serve;
mod signals;
mod triggers;
mod values;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, LogFormat, Verb};
use failure::Failure;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return Failure::of_arguments(error).report(),
    };
    let in_json = args.verb.logs() && matches!(args.common.log_format, LogFormat::Json);
    match run(args) {
        Ok(code) => code,
        Err(failure) if in_json => failure.log(),
        Err(failure) => failure.report(),
    }
}

fn run(args: Args) -> Result<ExitCode, Failure> {
    if args.verb.logs() {
        log::serve(args.common.verbose, args.common.log_format);
    } else {
        log::start(args.common.verbose, args.common.log_format);
    }
    match args.verb {
        Verb::Init(init) => on_runtime(init::init(&args.common, &init)),
        Verb::Describe(describe) => describe::describe(&args.common, &describe),
        Verb::Check(check) => on_runtime(check::check(&args.common, &check)),
        Verb::Call(call) => on_runtime(call::call(&args.common, &call)),
        Verb::Listen(listen) => on_runtime(listen::listen(&args.common, &listen)),
        Verb::Serve => on_threads(serve::serve(&args.common)),
        Verb::Events(verb) => on_runtime(async { operate::events(&args.common, &verb) }),
        Verb::Notifications(verb) => {
            on_runtime(async { operate::notifications(&args.common, &verb) })
        }
        Verb::Triggers(verb) => on_runtime(async { operate::triggers(&args.common, &verb) }),
    }
}

/// One thread does: the command runs one call.
fn on_runtime(work: impl Future<Output = Result<ExitCode, Failure>>) -> Result<ExitCode, Failure> {
    run_on(&mut tokio::runtime::Builder::new_current_thread(), work)
}

/// A server uses every core.
fn on_threads(work: impl Future<Output = Result<ExitCode, Failure>>) -> Result<ExitCode, Failure> {
    run_on(&mut tokio::runtime::Builder::new_multi_thread(), work)
}

fn run_on(
    runtime: &mut tokio::runtime::Builder,
    work: impl Future<Output = Result<ExitCode, Failure>>,
) -> Result<ExitCode, Failure> {
    let runtime = runtime
        .enable_all()
        .build()
        .map_err(|error| Failure::usage(format!("no runtime: {error}")))?;
    let entered = runtime.enter();
    signals::survive_file_limit()?;
    drop(entered);
    let outcome = runtime.block_on(work);
    // A name lookup that hangs must not keep the process.
    runtime.shutdown_background();
    outcome
}
