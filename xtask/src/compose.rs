//! `cargo xtask compose`: the adapters, and each adapter with what makes it fit
//! into engines, as components in one folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{again, build, cargo};

/// An adapter, and what is particular to it in engines.
struct Adapter {
    package: &'static str,
    /// What the names of its components begin with.
    name: &'static str,
    /// Takes the notifications of its service.
    endpoint: &'static str,
}

const ADAPTERS: [Adapter; 2] = [
    Adapter {
        package: "uip-whatsapp",
        name: "whatsapp",
        endpoint: "uip-shim-webhook-endpoint",
    },
    Adapter {
        package: "uip-whatsapp-twilio",
        name: "whatsapp-twilio",
        endpoint: "uip-shim-twilio-webhook-endpoint",
    },
];

const ENV_PROPERTIES: &str = "uip-shim-env-properties";
const CONFIG_PROPERTIES: &str = "uip-shim-config-properties";
const STDOUT_EVENTS: &str = "uip-shim-stdout-events";

/// A component to deliver, and the packages it is made of, from the inside to
/// the outside. Each gets its imports from those before it.
struct Artefact {
    file: String,
    parts: Vec<&'static str>,
}

impl Adapter {
    fn artefacts(&self) -> [Artefact; 4] {
        let Self {
            package,
            name,
            endpoint,
        } = *self;
        let artefact = |suffix: &str, parts: &[&'static str]| Artefact {
            file: format!("{name}{suffix}.wasm"),
            parts: parts.to_vec(),
        };
        [
            artefact("", &[package]),
            artefact("-activities", &[ENV_PROPERTIES, STDOUT_EVENTS, package]),
            artefact("-webhook", &[ENV_PROPERTIES, package, endpoint]),
            artefact(
                "-webhook-stdout",
                &[ENV_PROPERTIES, STDOUT_EVENTS, package, endpoint],
            ),
        ]
    }
}

const HEADING: [&str; 5] = ["component", "bytes", "SHA-256", "imports", "exports"];

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
    for adapter in &ADAPTERS {
        build::adapter(adapter.package)?;
    }
    // Not together with the adapters: what they depend on in common would be
    // built with the features of both, and the adapters would be others.
    let mut shims = vec![ENV_PROPERTIES, CONFIG_PROPERTIES, STDOUT_EVENTS];
    shims.extend(ADAPTERS.iter().map(|adapter| adapter.endpoint));
    build::for_engines(&shims)?;
    let built = build::folder()?;

    let mut compose = cargo::command();
    cargo::run(compose.args(["build", "-p", "uip-compose"]))?;
    let target = cargo::target_directory()?;
    let command = target
        .join("debug")
        .join(format!("uip-compose{}", std::env::consts::EXE_SUFFIX));
    let folder = target.join("components");
    let mut table = vec![HEADING.map(str::to_owned)];
    for artefact in ADAPTERS.iter().flat_map(Adapter::artefacts) {
        table.push(artefact.make(&command, &built, &folder)?);
    }
    // Not composed into anything here: an engine with such a store plugs it in.
    let config = built.join(build::file(CONFIG_PROPERTIES));
    std::fs::copy(&config, folder.join("config-properties.wasm"))
        .with_context(|| format!("{} could not be copied", build::shown(&config)))?;
    Ok((folder, table))
}

impl Artefact {
    /// Makes it, and returns its row of the table.
    fn make(&self, command: &Path, built: &Path, folder: &Path) -> Result<[String; 5]> {
        let parts = self.parts.iter().map(|part| built.join(build::file(part)));
        let mut compose = std::process::Command::new(command);
        compose.arg(folder.join(&self.file)).args(parts);
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
