//! An adapter's page, in the shape of UIP's own.

mod page;
mod render;

use std::io::Write;
use std::process::ExitCode;

use uip_host::manifest::Manifest;

use crate::adapters;
use crate::args::{Common, Describe, Format};
use crate::failure::Failure;

pub fn describe(common: &Common, args: &Describe) -> Result<ExitCode, Failure> {
    let config = adapters::config(common)?;
    let adapter = config.adapter(args.adapter.as_deref())?;
    let manifest = Manifest::from_file(&adapter.manifest)
        .map_err(|error| Failure::usage(format!("{}: {error}", adapter.name)))?;
    let text = match args.format {
        Format::Table => render::tables(&page::page(&manifest), width()),
        Format::Markdown => render::markdown(&page::page(&manifest)),
        Format::Json => serde_json::to_string_pretty(&manifest)
            .map_err(|error| Failure::usage(error.to_string()))?,
    };
    let mut stdout = std::io::stdout().lock();
    // A reader such as `head` may have seen enough.
    let _ = writeln!(stdout, "{}", text.trim_end());
    Ok(ExitCode::SUCCESS)
}

/// The terminal's width, or one that reads well elsewhere.
pub fn width() -> u16 {
    const ELSEWHERE: u16 = 120;
    terminal_size::terminal_size().map_or(ELSEWHERE, |(width, _)| width.0.max(60))
}
