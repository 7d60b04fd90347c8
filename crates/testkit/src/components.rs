//! The composed components.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::workspace;

/// Names their folder when they are already made.
const MADE: &str = "WHATSAPP_COMPONENTS";

/// One of the components that `cargo xtask compose` makes: from the folder
/// that the environment variable `WHATSAPP_COMPONENTS` names, or else made now.
///
/// # Panics
/// When they cannot be made; the messages say why.
pub fn composed(file: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER
        .get_or_init(|| match std::env::var_os(MADE) {
            Some(folder) => folder.into(),
            None => compose(),
        })
        .join(file)
}

fn compose() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(workspace())
        .args(["run", "--quiet", "--package", "xtask", "--", "compose"])
        .stderr(std::process::Stdio::inherit())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "`cargo xtask compose` failed");
    let printed = String::from_utf8_lossy(&output.stdout);
    let folder = printed
        .lines()
        .last()
        .and_then(|line| line.strip_prefix("in "))
        .expect("its last line names the folder");
    workspace().join(Path::new(folder))
}
