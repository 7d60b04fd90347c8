//! `cargo xtask bench`: the host against native code, as ratios.

use anyhow::Result;

use crate::{build, cargo};

/// Builds all of it as it is released, and measures the component in a host
/// that is built as `cargo xtask build` builds it.
pub fn run() -> Result<()> {
    build::all()?;
    let mut bench = cargo::command();
    bench
        .args(["bench", "-p", "uip-whatsapp-tests"])
        .args(cargo::FOR_HOSTS);
    cargo::run(&mut bench)
}
