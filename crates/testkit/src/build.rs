//! The component as it is released, and the command `uip`. They are built on
//! demand, so that plain `cargo test` works in a fresh clone.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The target the component is built for.
const TARGET: &str = "wasm32-wasip2";

/// Names the component when it is already built. Every test may run in a
/// process of its own: to ask cargo in each takes longer than most of them.
const BUILT: &str = "WHATSAPP_COMPONENT";

/// The workspace's root.
///
/// # Panics
/// Never: this package is in the workspace's folder `crates`.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("two folders above this one")
}

/// The built component: the file that the environment variable
/// `WHATSAPP_COMPONENT` names, or else what cargo builds now.
///
/// # Panics
/// When it cannot be built; the message says what is missing.
pub fn component() -> &'static Path {
    static COMPONENT: OnceLock<PathBuf> = OnceLock::new();
    COMPONENT.get_or_init(|| {
        if let Some(path) = std::env::var_os(BUILT) {
            return path.into();
        }
        add_target();
        build()
    })
}

/// Adds the target to a toolchain that rustup keeps. Without rustup the build
/// itself says what is missing.
fn add_target() {
    let installed = Command::new("rustup")
        .args(["target", "list", "--installed"])
        .output();
    if installed.is_ok_and(|list| !String::from_utf8_lossy(&list.stdout).contains(TARGET)) {
        let _ = Command::new("rustup")
            .args(["target", "add", TARGET])
            .status();
    }
}

/// The command `uip`: the file that the environment variable `UIP_COMMAND`
/// names, or else what cargo builds now, in the profile for development.
///
/// # Panics
/// When it cannot be built; cargo's messages say why.
pub fn uip() -> &'static Path {
    static UIP: OnceLock<PathBuf> = OnceLock::new();
    UIP.get_or_init(|| {
        if let Some(path) = std::env::var_os("UIP_COMMAND") {
            return path.into();
        }
        let arguments = ["--package", "uip-cli", "--bin", "uip"];
        let is_uip = |path: &Path| path.file_stem().is_some_and(|name| name == "uip");
        cargo_build(
            workspace(),
            &arguments,
            is_uip,
            "uip was not built: see cargo's messages above",
        )
    })
}

/// The component of the package in `folder`, built now: the only one that it builds.
///
/// # Panics
/// When it cannot be built; the message says what is missing.
pub fn adapter(folder: &Path) -> PathBuf {
    add_target();
    let arguments = ["--profile", "component", "--lib", "--target", TARGET];
    component_of(folder, &arguments)
}

fn build() -> PathBuf {
    let arguments = [
        "--profile",
        "component",
        "--lib",
        "--package",
        "uip-whatsapp",
        "--target",
        TARGET,
    ];
    component_of(workspace(), &arguments)
}

fn component_of(folder: &Path, arguments: &[&str]) -> PathBuf {
    let is_component = |path: &Path| path.extension().is_some_and(|it| it == "wasm");
    let help = format!(
        "the component was not built: see cargo's messages above; if the target is missing, run \
         `rustup target add {TARGET}`"
    );
    cargo_build(folder, arguments, is_component, &help)
}

/// Builds in a folder, and returns the path of the file that `is_it` recognises.
fn cargo_build(
    folder: &Path,
    arguments: &[&str],
    is_it: impl Fn(&Path) -> bool,
    help: &str,
) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // Cargo's variables about a test's package would make build scripts run again,
    // and rebuild everything that depends on them.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    let output = command
        .current_dir(folder)
        .arg("build")
        .args(arguments)
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{help}");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact")
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|path| path.as_str().map(PathBuf::from))
        .find(|path| is_it(path))
        .expect("cargo names it among what it built")
}
