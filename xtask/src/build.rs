//! `cargo xtask build`: the components, `uip` and `uip-sandbox`, for release.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{cargo, names, remap, say, target};

/// What was built, and where it is.
pub struct Built {
    /// The adapter, as one WebAssembly component.
    pub component: PathBuf,
    /// The host's command.
    pub uip: PathBuf,
    /// The sandbox's command.
    pub sandbox: PathBuf,
}

/// Builds all three and the adapter for Twilio, and prints a line for each.
pub fn run() -> Result<()> {
    let twilio = adapter("uip-whatsapp-twilio")?;
    let built = all()?;
    for path in [&built.component, &twilio, &built.uip, &built.sandbox] {
        println!("{} ({})", shown(path), size(path)?);
    }
    Ok(())
}

/// Builds all three, for release.
pub fn all() -> Result<Built> {
    with_hosts(&["--release"], "release")
}

/// Builds all three, the commands as tests use them: that takes half the time,
/// and a person who tries the project runs its tests next.
pub fn for_development() -> Result<Built> {
    with_hosts(&[], "debug")
}

fn with_hosts(profile: &[&str], folder: &str) -> Result<Built> {
    let component = component()?;
    let mut hosts = cargo::command();
    hosts
        .args(["build", "-p", "uip-cli", "-p", "uip-sandbox", "--bins"])
        .args(profile);
    cargo::run(&mut hosts)?;
    let folder = cargo::target_directory()?.join(folder);
    let binary = |name: &str| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    Ok(Built {
        component,
        uip: binary("uip"),
        sandbox: binary("uip-sandbox"),
    })
}

/// Builds the component alone.
pub fn component() -> Result<PathBuf> {
    adapter("uip-whatsapp")
}

/// Builds the component of a package. Each adapter is built by itself: together, what
/// they depend on in common would have the features of both.
pub fn adapter(package: &str) -> Result<PathBuf> {
    for_engines(&[package])?;
    let component = folder()?.join(file(package));
    say::note(&format!("{} ({})", shown(&component), size(&component)?));
    Ok(component)
}

/// Builds packages that are components, so that the same sources give the same
/// bytes in every folder and on every machine.
pub fn for_engines(packages: &[&str]) -> Result<()> {
    target::ensure()?;
    let mut build = cargo::command();
    // It would take the place of what `.cargo/config.toml` says.
    build.env_remove("RUSTFLAGS");
    build.env_remove("CARGO_ENCODED_RUSTFLAGS");
    build.args(["build", "--profile", "component", "--lib"]);
    for package in packages {
        build.args(["-p", package]);
    }
    build.args(["--target", target::COMPONENT]);
    cargo::run(build.args(remap::arguments()?))?;
    let folder = folder()?;
    packages
        .iter()
        .try_for_each(|package| names::strip(&folder.join(file(package))))
}

/// Where cargo leaves components.
pub fn folder() -> Result<PathBuf> {
    let target = cargo::target_directory()?;
    Ok(target.join(target::COMPONENT).join("component"))
}

/// What the component of a package is called: `whatsapp.wasm` for
/// `uip-whatsapp`, `env_properties.wasm` for `uip-shim-env-properties`.
pub fn file(package: &str) -> String {
    let name = package.trim_start_matches("uip-");
    let name = name.trim_start_matches("shim-").replace('-', "_");
    format!("{name}.wasm")
}

/// The path as a person in the workspace's root would type it.
pub fn shown(path: &Path) -> String {
    let path = path.strip_prefix(cargo::root()).unwrap_or(path);
    path.display().to_string()
}

fn size(path: &Path) -> Result<String> {
    let bytes = path
        .metadata()
        .with_context(|| format!("{} was not built", shown(path)))?
        .len();
    Ok(match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    })
}
