//! An adapter's page, in the shape of UIP's own, and what a terminal shows of
//! it.

mod example;
mod markdown;
mod page;
mod shell;
mod target;
mod terminal;

use std::process::ExitCode;

use uip_host::manifest::{Command, Event};

use crate::args::{Common, Describe, Format};
use crate::failure::Failure;
use crate::output;

use target::{Part, Parts, Target};

pub fn describe(common: &Common, args: &Describe) -> Result<ExitCode, Failure> {
    let names: Vec<&str> = args.names.iter().map(String::as_str).collect();
    let target = Target::find(common, &names, Parts::CommandsAndEvents)?;
    print(&target, args.format)
}

/// What `uip call TARGET --help` shows.
pub fn command(common: &Common, target: &str) -> Result<ExitCode, Failure> {
    let names: Vec<&str> = match target.split_once('.') {
        Some((adapter, command)) => vec![adapter, command],
        None => vec![target],
    };
    let target = Target::find(common, &names, Parts::Commands)?;
    print(&target, Format::Text)
}

fn print(target: &Target, format: Format) -> Result<ExitCode, Failure> {
    let text = match target.part() {
        None => adapter(target, format),
        Some(Part::Command(command)) => one_command(target, command, format),
        Some(Part::Event(event)) => one_event(target, event, format),
    }?;
    output::show(text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

fn adapter(target: &Target, format: Format) -> Result<String, Failure> {
    let manifest = &target.manifest;
    Ok(match format {
        Format::Text => terminal::adapter(manifest, &target.prefix(), width().into()),
        Format::Markdown => markdown::markdown(&page::page(manifest)),
        Format::Json => json(manifest)?,
    })
}

fn one_command(target: &Target, command: &Command, format: Format) -> Result<String, Failure> {
    let name = format!("{}{}", target.prefix(), command.name);
    Ok(match format {
        Format::Text => terminal::command(command, &name, width().into()),
        Format::Markdown => markdown::markdown(&page::command(command)),
        Format::Json => json(command)?,
    })
}

fn one_event(target: &Target, event: &Event, format: Format) -> Result<String, Failure> {
    let example = example::of_event(&target.adapter, event);
    Ok(match format {
        Format::Text => terminal::event(event, example.as_ref(), width().into()),
        Format::Markdown => markdown::markdown(&page::event(event, example)),
        Format::Json => json(event)?,
    })
}

fn json(part: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(part).map_err(|error| Failure::usage(error.to_string()))
}

/// The terminal's width, or one that reads well elsewhere.
pub fn width() -> u16 {
    const ELSEWHERE: u16 = 120;
    terminal_size::terminal_size().map_or(ELSEWHERE, |(width, _)| width.0.max(60))
}
