//! Builds the components a second time, in another folder, and compares.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{cargo, say};

/// Copies the sources into a folder that is nowhere near, composes there from
/// nothing, and fails unless that gives what `table` says, byte for byte.
pub fn compare(table: &[[String; 5]]) -> Result<()> {
    let folder = tempfile::tempdir().context("there is no room for a second build")?;
    let sources = folder.path().join("sources");
    copy(&sources)?;
    let mut compose = cargo::command();
    compose
        .current_dir(&sources)
        .env("CARGO_TARGET_DIR", folder.path().join("target"))
        .args(["run", "-p", "xtask", "--", "compose"]);
    say::step(&format!(
        "{} (in {})",
        cargo::line(&compose),
        sources.display()
    ));
    let output = compose
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cargo could not be started")?;
    if !output.status.success() {
        bail!("the second build failed; its own messages are above");
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let different: Vec<&str> = table
        .iter()
        .filter(|[_, _, hash, ..]| !printed.contains(hash.as_str()))
        .map(|[name, ..]| name.as_str())
        .collect();
    if !different.is_empty() {
        bail!(
            "another folder gives other bytes for {}:\n{printed}",
            different.join(", ")
        );
    }
    say::note("another folder gives the same bytes");
    Ok(())
}

/// Copies what git knows, and what it would take.
fn copy(to: &Path) -> Result<()> {
    let mut list = Command::new("git");
    list.current_dir(cargo::root());
    list.args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let output = list.output().context("git could not be started")?;
    if !output.status.success() {
        bail!("git does not know this folder, so its sources cannot be told from the rest");
    }
    for name in String::from_utf8_lossy(&output.stdout).split_terminator('\0') {
        let from = cargo::root().join(name);
        // It may be deleted and still be listed.
        if !from.is_file() {
            continue;
        }
        let copy = to.join(name);
        if let Some(folder) = copy.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("{name} is not copied"))?;
        }
        std::fs::copy(&from, &copy).with_context(|| format!("{name} is not copied"))?;
    }
    Ok(())
}
