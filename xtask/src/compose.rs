//! `cargo xtask compose`: the adapter, and the adapter with what makes it fit
//! into engines, as components in one folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{again, build, cargo};

/// A component to deliver, and the components it is made of, from the inside
/// to the outside. Each gets its imports from those before it.
struct Artefact {
    file: &'static str,
    parts: &'static [&'static str],
}

const ARTEFACTS: [Artefact; 4] = [
    Artefact {
        file: "whatsapp.wasm",
        parts: &["whatsapp"],
    },
    Artefact {
        file: "whatsapp-activities.wasm",
        parts: &["env_properties", "stdout_events", "whatsapp"],
    },
    Artefact {
        file: "whatsapp-webhook.wasm",
        parts: &["env_properties", "whatsapp", "webhook_endpoint"],
    },
    Artefact {
        file: "whatsapp-webhook-stdout.wasm",
        parts: &[
            "env_properties",
            "stdout_events",
            "whatsapp",
            "webhook_endpoint",
        ],
    },
];

const HEADING: [&str; 5] = ["component", "bytes", "SHA-256", "imports", "exports"];

const SHIMS: [&str; 4] = [
    "uip-shim-env-properties",
    "uip-shim-config-properties",
    "uip-shim-stdout-events",
    "uip-shim-webhook-endpoint",
];

/// How to compose.
#[derive(clap::Args)]
pub struct Options {
    /// Build all of it again, from nothing and in another folder, and compare
    #[arg(long)]
    twice: bool,
}

/// Makes all of them, and prints a table and in which folder they are.
pub fn run(options: &Options) -> Result<()> {
    let (folder, table) = all()?;
    if options.twice {
        again::compare(&table)?;
    }
    print(&table);
    println!("in {}", build::shown(&folder));
    Ok(())
}

/// What came out, line by line; the first line is the heading.
pub type Table = Vec<[String; 5]>;

/// Composes all of them, and returns their folder and a table of the results.
pub fn all() -> Result<(PathBuf, Table)> {
    let adapter = build::component()?;
    // Not together with the adapter: what they depend on in common would be
    // built with the features of both, and the adapter would be another one.
    build::for_engines(&SHIMS)?;
    let built = adapter.parent().context("the adapter is in no folder")?;

    let mut compose = cargo::command();
    cargo::run(compose.args(["build", "-p", "uip-compose"]))?;
    let target = cargo::target_directory()?;
    let command = target
        .join("debug")
        .join(format!("uip-compose{}", std::env::consts::EXE_SUFFIX));
    let folder = target.join("components");
    let mut table = vec![HEADING.map(str::to_owned)];
    for artefact in ARTEFACTS {
        table.push(artefact.make(&command, built, &folder)?);
    }
    // Not composed into anything here: an engine with such a store plugs it in.
    let config = "config_properties.wasm";
    std::fs::copy(built.join(config), folder.join("config-properties.wasm"))
        .with_context(|| format!("{config} could not be copied"))?;
    Ok((folder, table))
}

impl Artefact {
    /// Makes it, and returns its row of the table.
    fn make(&self, command: &Path, built: &Path, folder: &Path) -> Result<[String; 5]> {
        let parts = self
            .parts
            .iter()
            .map(|part| built.join(part).with_extension("wasm"));
        let mut compose = std::process::Command::new(command);
        compose.arg(folder.join(self.file)).args(parts);
        let line = cargo::line(&compose);
        let output = compose
            .output()
            .with_context(|| cargo::not_started(&line))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let cells = text.trim_end().split('\t').map(str::to_owned);
        match <[String; 5]>::try_from(cells.collect::<Vec<_>>()) {
            Ok(row) if output.status.success() => Ok(row),
            _ => bail!(
                "{} was not made: {}",
                self.file,
                String::from_utf8_lossy(&output.stderr).trim()
            ),
        }
    }
}

fn print(table: &[[String; 5]]) {
    let width = |column: usize| {
        table
            .iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: [usize; 5] = std::array::from_fn(width);
    for row in table {
        let cells = row.iter().zip(widths);
        let line: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        println!("{}", line.join("  ").trim_end());
    }
}
