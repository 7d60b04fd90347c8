//! An adapter's page, in the shape of UIP's own, and what a terminal shows of
//! it.

mod markdown;
mod page;
mod shell;
mod target;
mod terminal;

use std::io::Write;
use std::process::ExitCode;

use crate::args::{Common, Describe, Format};
use crate::failure::Failure;

use target::Target;

pub fn describe(common: &Common, args: &Describe) -> Result<ExitCode, Failure> {
    let names: Vec<&str> = args.names.iter().map(String::as_str).collect();
    print(&Target::find(common, &names)?, args.format)
}

/// What `uip call TARGET --help` shows.
pub fn command(common: &Common, target: &str) -> Result<ExitCode, Failure> {
    let names: Vec<&str> = match target.split_once('.') {
        Some((adapter, command)) => vec![adapter, command],
        None => vec![target],
    };
    print(&Target::find(common, &names)?, Format::Text)
}

fn print(target: &Target, format: Format) -> Result<ExitCode, Failure> {
    let width = width().into();
    let json = |error: serde_json::Error| Failure::usage(error.to_string());
    let text = match (format, target.command()) {
        (Format::Text, None) => terminal::adapter(&target.manifest, &target.prefix(), width),
        (Format::Text, Some(command)) => terminal::command(
            command,
            &format!("{}{}", target.prefix(), command.name),
            width,
        ),
        (Format::Markdown, None) => markdown::markdown(&page::page(&target.manifest)),
        (Format::Markdown, Some(command)) => markdown::markdown(&page::command(command)),
        (Format::Json, None) => serde_json::to_string_pretty(&target.manifest).map_err(json)?,
        (Format::Json, Some(command)) => serde_json::to_string_pretty(command).map_err(json)?,
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
