//! Cargo, as the chores call it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::say;

/// A cargo that runs in the workspace's root.
pub fn command() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root());
    command
}

/// Says what is about to run, runs it, and fails if it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    say::step(&line);
    let status = command.status().with_context(|| not_started(&line))?;
    if !status.success() {
        bail!("`{line}` failed ({status}); its own messages are above");
    }
    Ok(())
}

/// What a command that could not even be started means.
pub fn not_started(line: &str) -> String {
    format!("`{line}` could not be started")
}

/// The command as a person would type it.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str());
    let arguments = command.get_args().map(|argument| {
        let argument = argument.to_string_lossy();
        if argument.is_empty() || argument.contains([' ', '"', '(', ')', '&', '|', ';']) {
            format!("'{argument}'")
        } else {
            argument.into_owned()
        }
    });
    std::iter::once(name.to_string_lossy().into_owned())
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The workspace's root.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where cargo puts what it builds.
pub fn target_directory() -> Result<PathBuf> {
    let mut metadata = command();
    metadata.args(["metadata", "--format-version", "1", "--no-deps"]);
    let output = metadata.output().context("cargo could not be started")?;
    let parsed: Option<Value> = serde_json::from_slice(&output.stdout).ok();
    match parsed
        .as_ref()
        .and_then(|all| all["target_directory"].as_str())
    {
        Some(directory) => Ok(directory.into()),
        None => bail!(
            "`cargo metadata` did not say where the target directory is: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ),
    }
}
