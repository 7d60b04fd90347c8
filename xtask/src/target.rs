//! The compilation target of the component.

use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};

use crate::say;

/// WASI 0.2, as a component.
pub const COMPONENT: &str = "wasm32-wasip2";

/// Makes sure that rustc can build the component: asks rustup for the target
/// if it is not there.
pub fn ensure() -> Result<()> {
    if installed()? {
        return Ok(());
    }
    say::step(&format!("rustup target add {COMPONENT}"));
    let added = Command::new("rustup")
        .args(["target", "add", COMPONENT])
        .current_dir(crate::cargo::root())
        .status();
    match added {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => bail!(
            "rustup could not add the target {COMPONENT}; run `rustup target add {COMPONENT}` to see why"
        ),
        Err(_) => bail!(
            "Rust's target {COMPONENT} is missing, and so is rustup, which would add it: install rustup (https://rustup.rs), or the target with whatever installed Rust"
        ),
    }
}

/// Whether rustc has the target's standard library.
fn installed() -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let Output { status, stdout, .. } = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", COMPONENT])
        .current_dir(crate::cargo::root())
        .output()
        .context("rustc was not found: install Rust 1.95 or newer (https://rustup.rs)")?;
    let libraries = String::from_utf8_lossy(&stdout).trim().to_owned();
    Ok(status.success() && Path::new(&libraries).is_dir())
}
