//! `uip init`: writes a complete `uip.toml`.

mod files;
mod found;
mod page;
mod settings;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use uip_host::config::FILE_NAME;
use uip_host::manifest::Manifest;

use crate::args::{Common, Init};
use crate::failure::Failure;
use crate::output;
use files::Files;
use found::Found;
use page::Page;
use settings::Settings;

/// Writes the configuration, and says what to run next.
pub async fn init(common: &Common, args: &Init) -> Result<ExitCode, Failure> {
    let file = common.config.clone().unwrap_or_else(|| FILE_NAME.into());
    let folder = folder_of(&file);
    let found = Found::find(common, &folder)?;
    let manifest = Manifest::from_file(&found.manifest)
        .map_err(|error| Failure::usage(format!("{}: {error}", found.manifest.display())))?;
    let settings = match &args.sandbox {
        Some(sandbox) => Settings::read(sandbox.get("/settings").await?, &manifest, sandbox)?,
        None => Settings::default(),
    };
    let page = Page::new(&manifest, &found, &settings, &folder);
    let mut files = Files::default();
    for (path, secret) in page.secrets() {
        files.add_secret(folder.join(path), secret.to_owned());
    }
    files.add(file.clone(), page.text());
    let written = files.write(args.force)?;

    let next = next(&manifest, &file, args.sandbox.is_some());
    output::tell(format_args!("wrote {}\n{next}", written.join(", ")))?;
    Ok(ExitCode::SUCCESS)
}

/// What to run next.
fn next(manifest: &Manifest, file: &Path, is_complete: bool) -> String {
    let config = if file == Path::new(FILE_NAME) {
        String::new()
    } else {
        format!("--config {} ", file.display())
    };
    match (is_complete, &manifest.check_command) {
        (true, Some(command)) => format!("next: uip {config}call {command}"),
        (true, None) => format!("next: uip {config}check"),
        (false, _) => format!(
            "next: fill in what is empty, set the environment variables, then run: uip {config}check"
        ),
    }
}

/// The folder of a file: what paths in it are relative to.
fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
