//! `cargo xtask manifest`: makes `adapter.json`, and the pages that repeat it.

use anyhow::{Context, Result, ensure};

use crate::{cargo, say};

/// The page that is the whole manifest, as `uip describe` prints it.
const PAGE: &str = "docs/adapter.md";

/// The folders of the other adapters, which have a manifest too.
const OTHERS: [&str; 2] = ["examples/adapter", "twilio"];

/// Makes them all.
pub fn run() -> Result<()> {
    let mut manifest = cargo::command();
    cargo::run(manifest.args(["run", "--quiet", "-p", "uip-manifest"]))?;
    for folder in OTHERS {
        let mut other = cargo::command();
        cargo::run(other.args(["run", "--quiet", "-p", "uip-manifest", "--", folder]))?;
    }

    // What the error codes mean is asked of the adapters themselves.
    let mut errors = cargo::command();
    errors.args(["run", "--quiet", "-p", "uip-whatsapp", "--example"]);
    cargo::run(errors.arg("error_tables"))?;

    let mut describe = cargo::command();
    describe.args(["run", "--quiet", "-p", "uip-cli", "--bin", "uip", "--"]);
    describe.args([
        "--manifest",
        "adapter.json",
        "describe",
        "--format",
        "markdown",
    ]);
    let line = cargo::line(&describe);
    say::step(&line);
    let described = describe
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| cargo::not_started(&line))?;
    ensure!(
        described.status.success(),
        "`{line}` failed; its own messages are above"
    );
    std::fs::write(cargo::root().join(PAGE), described.stdout)
        .with_context(|| format!("{PAGE} cannot be written"))?;
    say::note(&format!("{PAGE} is written"));
    Ok(())
}
