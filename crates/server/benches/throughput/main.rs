//! How many signed notifications a second are acknowledged, and how many of
//! their events arrive: by `uip serve` with the real component, by the same
//! server without its durable step, by a plain handler that only checks the
//! signature, and by public readers. Then what it costs to go on: how fast
//! events arrive in the long run, what an open console takes from that, and
//! whether memory stays flat.
//!
//! It measures and never fails for being slow: each aim is printed beside what
//! was found. Every server is a process of its own. The load and the receiver
//! of events are this process, the same for all of them.
//!
//! `cargo xtask bench` builds what it needs and runs it. Arguments of the
//! binary choose parts: `acknowledged`, `lasting`, `watched`, `destinations`,
//! `n8n`, `memory`; `--million` sends a million notifications in the last one,
//! `--notifications N` as many as N.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers to look at"
)]

mod acknowledged;
#[path = "../shared/broker_triggers.rs"]
mod broker_triggers;
#[path = "../../tests/support/brokers/mod.rs"]
mod brokers;
#[path = "../shared/built.rs"]
mod built;
mod destinations;
mod lasting;
mod load;
mod memory;
mod n8n;
mod notification;
#[path = "../shared/numbers.rs"]
mod numbers;
mod receiver;
mod servers;
mod table;
mod watched;

use std::process::ExitCode;

/// How many notifications are sent to see what becomes of the memory, when
/// nobody says how many.
const NOTIFICATIONS: u64 = 100_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
    // `cargo test --benches` asks only whether it runs.
    if has("--test") {
        return ExitCode::SUCCESS;
    }
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    if let [serve, server] = &arguments[..]
        && serve == servers::native::SERVE
    {
        runtime.block_on(servers::native::serve(server));
        return ExitCode::SUCCESS;
    }
    let notifications = if has("--million") {
        1_000_000
    } else {
        match after(&arguments, "--notifications") {
            None => NOTIFICATIONS,
            Some(Ok(number)) => number,
            Some(Err(problem)) => {
                eprintln!("--notifications: {problem}");
                return ExitCode::FAILURE;
            }
        }
    };
    // Cargo adds `--bench`; what stands there without dashes names parts.
    let parts = [
        "acknowledged",
        "lasting",
        "watched",
        "destinations",
        "n8n",
        "memory",
    ];
    let all = !parts.into_iter().any(has);
    let is_complete = runtime.block_on(async {
        table::setting();
        let mut is_complete = true;
        if all || has("acknowledged") {
            is_complete &= acknowledged::run().await;
        }
        if all || has("lasting") {
            is_complete &= lasting::run().await;
        }
        if all || has("watched") {
            is_complete &= watched::run().await;
        }
        if all || has("destinations") {
            is_complete &= destinations::run().await;
        }
        if all || has("n8n") {
            is_complete &= n8n::run().await;
        }
        if all || has("memory") {
            is_complete &= memory::run(notifications).await;
        }
        is_complete
    });
    if is_complete {
        ExitCode::SUCCESS
    } else {
        eprintln!("not everything was measured; the reasons are above");
        ExitCode::FAILURE
    }
}

/// The number that stands after an option.
fn after(arguments: &[String], option: &str) -> Option<Result<u64, String>> {
    let at = arguments.iter().position(|argument| argument == option)?;
    Some(match arguments.get(at + 1).map(|text| text.parse()) {
        Some(Ok(number)) if number >= 10 => Ok(number),
        _ => Err("a number must follow, at least 10".to_owned()),
    })
}
