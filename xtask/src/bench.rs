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
    peer()?;
    let mut throughput = bench("uip-server", "throughput");
    throughput
        .env("UIP_COMMAND", &built.uip)
        .env("WHATSAPP_COMPONENT", &built.component);
    if million {
        throughput.args(["--", "--million"]);
    }
    cargo::run(&mut throughput)
}

/// The native code against a public library, whose dependencies are in a workspace
/// of their own. It needs the headers of OpenSSL.
fn peer() -> Result<()> {
    let mut peer = cargo::command();
    peer.args(["run", "--quiet", "--release", "--locked"])
        .args(["--manifest-path", "tests/benches/peer/Cargo.toml"]);
    cargo::run(&mut peer)
}

fn bench(package: &str, name: &str) -> std::process::Command {
    let mut bench = cargo::command();
    bench.args(["bench", "-p", package, "--bench", name]);
    bench
}
