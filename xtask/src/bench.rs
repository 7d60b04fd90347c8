//! `cargo xtask bench`: the host against native code and public peers, as
//! ratios.

use anyhow::Result;

use crate::{build, cargo};

/// Builds all of it as it is released, and measures it. `million` sends a million
/// notifications to see whether memory stays flat.
pub fn run(million: bool) -> Result<()> {
    let built = build::all()?;
    let mut ratios = bench("uip-whatsapp-tests", "ratios");
    cargo::run(&mut ratios)?;
    let mut throughput = bench("uip-server", "throughput");
    throughput
        .env("UIP_COMMAND", &built.uip)
        .env("WHATSAPP_COMPONENT", &built.component);
    if million {
        throughput.args(["--", "--million"]);
    }
    cargo::run(&mut throughput)
}

fn bench(package: &str, name: &str) -> std::process::Command {
    let mut bench = cargo::command();
    bench.args(["bench", "-p", package, "--bench", name]);
    bench
}
