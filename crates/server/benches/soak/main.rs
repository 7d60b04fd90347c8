//! Whether every acknowledged event arrives, in the long run and while things fail:
//! two `uip serve`, each with its own inbox, deliver to an HTTP receiver, into NATS
//! and into RabbitMQ. One of them is killed with SIGKILL again and again, brokers
//! are stopped and killed, the receiver is slow, fails and is away for seconds.
//!
//! `cargo xtask soak` builds what it needs and runs it. It fails if an event was
//! lost, if the events of a customer were out of order, or if the stream of NATS has
//! an event twice. What fails when follows from `--seed`; how far the load is then
//! depends on the machine.

#[path = "../shared/broker_triggers.rs"]
mod broker_triggers;
#[path = "../../tests/support/brokers/mod.rs"]
mod brokers;
#[path = "../shared/built.rs"]
#[allow(dead_code, reason = "both benchmarks use a part of it")]
mod built;
mod destination;
mod faults;
mod generator;
mod memory;
mod node;
mod notification;
#[path = "../shared/numbers.rs"]
mod numbers;
mod options;
mod readers;
mod receiver;
mod report;
mod run;
#[path = "../../tests/support/mod.rs"]
mod support;
mod surroundings;

use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` asks only whether it runs.
    if arguments.iter().any(|argument| argument == "--test") {
        return ExitCode::SUCCESS;
    }
    let done = Options::parse(&arguments).and_then(|options| {
        let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
        runtime.block_on(run::run(&options))
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
