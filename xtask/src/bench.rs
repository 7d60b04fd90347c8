//! `cargo xtask bench`: the host against native code, as ratios.

use anyhow::Result;

use crate::{build, cargo};

/// Builds the component as it is released, and measures it in a host that is
/// built as `cargo xtask build` builds it.
pub fn run() -> Result<()> {
    build::component()?;
    let mut bench = cargo::command();
    bench
        .args(["bench", "-p", "uip-whatsapp-tests"])
        .args(cargo::FOR_HOSTS);
    cargo::run(&mut bench)
}
