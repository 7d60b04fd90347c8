//! `uip-manifest [FOLDER]`: makes `adapter.json` of the adapter in a folder, and
//! the tables in the pages that its `designer.toml` names.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use uip_manifest::{Designer, Error, generate, with_tables};

fn main() -> ExitCode {
    let folder = std::env::args_os().nth(1);
    match make(&folder.map_or_else(PathBuf::new, PathBuf::from)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn make(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let designer = Designer::from_file(folder.join("designer.toml"))?;
    let text = generate(folder.join("wit"), "adapter", &designer)?;
    write(&folder.join("adapter.json"), &text)?;
    let manifest = serde_json::from_str(&text)?;
    for page in &designer.pages {
        let path = folder.join(page);
        let page = std::fs::read_to_string(&path).map_err(|source| Error::Read {
            path: path.clone(),
            source,
        })?;
        let page = with_tables(&page, &manifest)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        write(&path, &page)?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    std::fs::write(path, text).map_err(|source| Error::Write {
        path: path.to_owned(),
        source,
    })?;
    eprintln!("{} is written", path.display());
    Ok(())
}
