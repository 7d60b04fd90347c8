//! What makes a component the same on every machine: rustc writes the paths of
//! sources into it, for panics to name, and those differ.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{cargo, target};

/// Arguments for a cargo that builds components: the machine's own folders
/// become `crates` (what the project depends on), `project` and `target`.
pub fn arguments() -> Result<[String; 2]> {
    let mut flags: Vec<String> = crates()?
        .iter()
        .map(|folder| flag(folder, "crates"))
        .collect();
    flags.push(flag(&cargo::root().to_string_lossy(), "project"));
    // After the project, in which it may be: the last that fits counts.
    flags.push(flag(
        &cargo::target_directory()?.to_string_lossy(),
        "target",
    ));
    // A list of strings is the same in JSON and in TOML.
    let flags = Value::from(flags);
    let setting = format!("target.{}.rustflags={flags}", target::COMPONENT);
    Ok(["--config".to_owned(), setting])
}

fn flag(from: &str, to: &str) -> String {
    format!("--remap-path-prefix={from}={to}")
}

/// The folders that hold the sources of dependencies, each in a folder of its
/// own.
fn crates() -> Result<BTreeSet<String>> {
    let mut metadata = cargo::command();
    metadata.args(["metadata", "--format-version", "1", "--filter-platform"]);
    let output = metadata
        .arg(target::COMPONENT)
        .output()
        .context("cargo could not be started")?;
    let Ok(all) = serde_json::from_slice::<Value>(&output.stdout) else {
        bail!(
            "`cargo metadata` did not say where the dependencies are: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    };
    let folders = all["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|package| !package["source"].is_null())
        .filter_map(|package| {
            Path::new(package["manifest_path"].as_str()?)
                .parent()?
                .parent()
        })
        .map(|folder| folder.to_string_lossy().into_owned())
        .collect();
    Ok(folders)
}
