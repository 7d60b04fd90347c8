//! Where things stand that are built before this runs.

use std::path::{Path, PathBuf};

/// The command `uip`.
pub fn uip() -> Result<PathBuf, String> {
    let name = format!("uip{}", std::env::consts::EXE_SUFFIX);
    built("UIP_COMMAND", Path::new("release").join(name))
}

/// The component.
pub fn component() -> Result<PathBuf, String> {
    let place = Path::new("wasm32-wasip2")
        .join("component")
        .join("whatsapp.wasm");
    built("WHATSAPP_COMPONENT", place)
}

/// What the environment names, or else what stands in the target folder.
fn built(variable: &str, place: PathBuf) -> Result<PathBuf, String> {
    let path = std::env::var_os(variable).map_or_else(|| target().join(place), PathBuf::from);
    if path.exists() {
        Ok(path)
    } else {
        Err(format!(
            "{} is not there; `cargo xtask bench` builds it",
            path.display()
        ))
    }
}

/// The target folder: this binary stands in `release/deps` of it.
pub fn target() -> PathBuf {
    let this = std::env::current_exe().unwrap_or_default();
    this.ancestors().nth(3).unwrap_or(Path::new(".")).into()
}

/// What a designer sees of the adapter.
pub fn manifest() -> PathBuf {
    package().join("../../adapter.json")
}

/// This package's folder.
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
