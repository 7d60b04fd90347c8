//! `cargo xtask bench`: the host and the server against native code and public
//! peers, in one run, as tables and a plot.

mod page;
mod plot;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{brokers, build, cargo, say};

/// The variable that names the file to which a benchmark appends its tables:
/// `uip_testkit::measured::MEASURED`.
const MEASURED: &str = "UIP_MEASURED";

/// What to measure.
#[derive(clap::Args)]
pub struct Options {
    /// Send a million notifications to see whether memory stays flat, not a hundred thousand
    #[arg(long)]
    million: bool,
    /// Write what was found into docs/performance.md and docs/performance.svg
    #[arg(long)]
    page: bool,
}

/// Builds all of it as it is released, and measures it.
pub fn run(options: &Options) -> Result<()> {
    // Installs those that are absent, where that can be done without asking anybody.
    brokers::find();
    let built = build::all()?;
    let measured = measured()?;
    let mut ratios = bench("uip-whatsapp-tests", "ratios");
    cargo::run(ratios.env(MEASURED, &measured))?;
    cargo::run(peer().env(MEASURED, &measured))?;
    let mut throughput = bench("uip-server", "throughput");
    throughput
        .env("UIP_COMMAND", &built.uip)
        .env("WHATSAPP_COMPONENT", &built.component)
        .env(MEASURED, &measured);
    if options.million {
        throughput.args(["--", "--million"]);
    }
    cargo::run(&mut throughput)?;
    if options.page {
        for path in page::write(&measured)? {
            say::note(&format!("{path} was written"));
        }
    }
    Ok(())
}

/// An empty file for what is measured.
fn measured() -> Result<PathBuf> {
    let path = cargo::target_directory()?.join("measured.jsonl");
    std::fs::write(&path, "").with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(path)
}

/// The native code against a public library, whose dependencies are in a workspace
/// of their own. It needs the headers of OpenSSL.
fn peer() -> Command {
    let mut peer = cargo::command();
    peer.args(["run", "--quiet", "--release", "--locked"])
        .args(["--manifest-path", "tests/benches/peer/Cargo.toml"]);
    peer
}

fn bench(package: &str, name: &str) -> Command {
    let mut bench = cargo::command();
    bench.args(["bench", "-p", package, "--bench", name]);
    bench
}
