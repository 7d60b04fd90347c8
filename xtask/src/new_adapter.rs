//! `cargo xtask new-adapter`: lays out an adapter as `examples/adapter` has it, under
//! another name.

mod name;
mod path;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::{build, cargo, say};
pub use name::Name;

/// What is copied.
const TEMPLATE: &str = "examples/adapter";
/// How files of the template name what is in this repository.
const TO_REPOSITORY: &str = "../../";
/// Files of this repository that the adapter needs as well: the compiler, the versions of
/// the dependencies that it was tested with, and what lints allow in tests.
const SHARED: [&str; 3] = ["rust-toolchain.toml", "Cargo.lock", "clippy.toml"];

/// Which adapter, and where.
#[derive(clap::Args)]
pub struct Options {
    /// Its name in kebab-case, such as `orders`; `acme:orders` also sets the namespace of
    /// its WIT package
    name: Name,
    /// The folder, which must be new or empty [default: the name, in the current folder]
    #[arg(long, value_name = "PATH")]
    folder: Option<PathBuf>,
}

/// Lays it out, makes its manifest, and says what to do next.
pub fn run(options: &Options) -> Result<()> {
    let name = &options.name;
    let folder = options.folder.clone();
    let folder = folder.unwrap_or_else(|| PathBuf::from(name.kebab()));
    ensure!(
        is_new(&folder),
        "{} exists and is not empty; name another folder with --folder",
        folder.display()
    );
    fs::create_dir_all(&folder).with_context(|| cannot_write(&folder))?;
    let folder = folder
        .canonicalize()
        .with_context(|| cannot_write(&folder))?;
    let repository = path::relative(&folder, cargo::root());

    let template = cargo::root().join(TEMPLATE);
    for file in files(&template)? {
        let text = read(&template.join(&file))?;
        let text = name.put_into(&text).replace(TO_REPOSITORY, &repository);
        write(&folder.join(file), &text)?;
    }
    let package = folder.join("Cargo.toml");
    write(&package, &(read(&package)? + &own_workspace()?))?;
    for file in SHARED {
        write(&folder.join(file), &read(&cargo::root().join(file))?)?;
    }
    write(&folder.join(".gitignore"), "/target\n/uip-inbox.sqlite*\n")?;

    let mut manifest = cargo::command();
    manifest.args(["run", "--quiet", "-p", "uip-manifest", "--"]);
    cargo::run(manifest.arg(&folder))?;

    let shown = build::shown(&folder);
    say::note(&format!("{shown} is an adapter called {}", name.kebab()));
    println!(
        "cd {shown}\ncargo test\ncargo build --profile component --target wasm32-wasip2\n\
         # Then: docs/writing-an-adapter.md, from \"2. Run it\""
    );
    Ok(())
}

/// Whether there is nothing at this path, or an empty folder.
fn is_new(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !folder.exists(),
    }
}

/// What makes the package a workspace, with this one's profile for components.
fn own_workspace() -> Result<String> {
    let ours = read(&cargo::root().join("Cargo.toml"))?;
    let section = "[profile.component]\n";
    let (_, after) = ours
        .split_once(section)
        .context("Cargo.toml has no profile for components")?;
    let profile = after.split("\n\n").next().unwrap_or(after).trim_end();
    Ok(format!(
        "\n# A workspace of its own, even within the folder of another one.\n[workspace]\n\n\
         {section}{profile}\n"
    ))
}

/// The files below a folder, relative to it, without what was built.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let entries = fs::read_dir(folder.join(&inner)).with_context(|| cannot_read(folder))?;
        for entry in entries {
            let entry = entry.with_context(|| cannot_read(folder))?;
            let path = inner.join(entry.file_name());
            if !entry.path().is_dir() {
                files.push(path);
            } else if entry.file_name() != "target" {
                folders.push(path);
            }
        }
    }
    Ok(files)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| cannot_read(path))
}

/// Writes a file, and its folder if it is missing.
fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .with_context(|| cannot_write(path))
}

fn cannot_read(path: &Path) -> String {
    format!("{} cannot be read", path.display())
}

fn cannot_write(path: &Path) -> String {
    format!("{} cannot be written", path.display())
}
