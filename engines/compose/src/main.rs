//! Composes components into one, and says what came out.

mod compose;
mod summary;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Parser;

use compose::Part;

/// Composes components into one.
///
/// Each part gets its imports from the parts before it, where one exports
/// them. The last part's exports are those of the whole. A part alone is
/// copied as it is.
#[derive(Parser)]
struct Arguments {
    /// Where the composed component goes.
    output: PathBuf,
    /// Component files, from the inside to the outside.
    #[arg(required = true)]
    parts: Vec<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Composes, writes, and tells about it in a line: the file's name, its bytes,
/// its SHA-256, its imports and its exports, separated by tabs.
fn run(arguments: &Arguments) -> Result<String> {
    let parts = arguments
        .parts
        .iter()
        .map(|path| Part::read(path))
        .collect::<Result<Vec<_>>>()?;
    let composed = match parts.as_slice() {
        [alone] => alone.bytes.clone(),
        _ => compose::compose(&parts)
            .with_context(|| format!("{} cannot be composed", name(&arguments.output)))?,
    };
    if let Some(folder) = arguments.output.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be created", folder.display()))?;
    }
    std::fs::write(&arguments.output, &composed)
        .with_context(|| format!("{} cannot be written", arguments.output.display()))?;
    summary::of(&name(&arguments.output), &composed)
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}
