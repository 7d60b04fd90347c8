//! `cargo xtask engines`: the tests of the engines that load the adapter, each
//! as its folder's `test.sh` runs them.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{cargo, compose, say};

/// What a `test.sh` says when something that it needs is not there.
const NOT_RUN: i32 = 77;
/// The beginning of the line that gives the reason.
const WHY: &str = "not run: ";

/// Which engines, and for which of them to install what they need.
#[derive(clap::Args)]
pub struct Options {
    /// The engines to install and run; without a name, all
    names: Vec<String>,
    /// Install nothing but for the engines named, and run all that are there
    #[arg(long)]
    installed: bool,
}

/// An engine to test.
#[derive(Debug, PartialEq, Eq)]
struct Engine {
    /// Its folder's name.
    name: String,
    /// Whether to install what it needs.
    install: bool,
}

/// How the test of an engine ended.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed(String),
    NotRun(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("passed"),
            Self::Failed(how) => write!(f, "FAILED ({how})"),
            Self::NotRun(why) => write!(f, "not run: {why}"),
        }
    }
}

/// Runs the tests of the engines that are named, and closes with a table.
/// Fails if any of them failed; one that was not run is no failure.
pub fn run(options: &Options) -> Result<()> {
    let engines = chosen(options)?;
    let environment = environment()?;
    let mut table = Vec::new();
    for engine in engines {
        let begin = Instant::now();
        let outcome = test(&engine, &environment)?;
        table.push((engine.name, outcome, begin.elapsed()));
    }
    print(&table);
    let failed = table
        .iter()
        .filter(|(_, outcome, _)| matches!(outcome, Outcome::Failed(_)))
        .count();
    if failed > 0 {
        bail!("{failed} of {} engines failed; see above", table.len());
    }
    Ok(())
}

fn folder() -> PathBuf {
    cargo::root().join("engines")
}

/// The engines there are: the folders that have a `test.sh`.
fn all() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder()).context("the folder engines cannot be read")? {
        let entry = entry.context("the folder engines cannot be read")?;
        if entry.path().join("test.sh").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn chosen(options: &Options) -> Result<Vec<Engine>> {
    let all = all()?;
    let names = &options.names;
    if let Some(unknown) = names.iter().find(|name| !all.contains(name)) {
        bail!("there is no engine {unknown}; there are {}", all.join(", "));
    }
    let engines = all.into_iter().map(|name| Engine {
        install: names.contains(&name) || names.is_empty() && !options.installed,
        name,
    });
    Ok(engines
        .filter(|engine| engine.install || options.installed)
        .collect())
}

/// Builds what all of the tests need, and names it for them.
fn environment() -> Result<Vec<(&'static str, PathBuf)>> {
    let (components, _) = compose::all()?;
    let mut binaries = cargo::command();
    binaries.args(["build", "-p", "uip-cli", "-p", "uip-sandbox", "--bins"]);
    cargo::run(&mut binaries)?;
    let target = cargo::target_directory()?;
    let binary = |name: &str| {
        let debug = target.join("debug");
        debug.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    };
    Ok(vec![
        ("WHATSAPP_COMPONENT", components.join("whatsapp.wasm")),
        (
            "WHATSAPP_TWILIO_COMPONENT",
            components.join("whatsapp-twilio.wasm"),
        ),
        ("WHATSAPP_COMPONENTS", components),
        ("UIP_COMMAND", binary("uip")),
        ("UIP_SANDBOX", binary("uip-sandbox")),
        ("CARGO_TARGET_DIR", target),
    ])
}

fn test(engine: &Engine, environment: &[(&'static str, PathBuf)]) -> Result<Outcome> {
    let script = Path::new("engines").join(&engine.name).join("test.sh");
    let mut test = Command::new("bash");
    test.current_dir(cargo::root()).arg(&script);
    if engine.install {
        test.arg("--install");
    }
    test.envs(environment.iter().map(|(name, path)| (name, path)));
    say::step(&cargo::line(&test));
    let started = test.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        return Ok(Outcome::NotRun("bash is not installed".to_owned()));
    };
    let mut why = None;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.context("a test's output could not be read")?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            if let Some(reason) = line.strip_prefix(WHY) {
                why = Some(reason.to_owned());
            }
        }
    }
    let status = child.wait().context("a test was lost")?;
    Ok(match status.code() {
        Some(0) => Outcome::Passed,
        Some(NOT_RUN) => Outcome::NotRun(why.unwrap_or_else(|| "it did not say why".to_owned())),
        _ => Outcome::Failed(status.to_string()),
    })
}

fn print(table: &[(String, Outcome, Duration)]) {
    println!();
    for (engine, outcome, time) in table {
        println!("{engine:10} {:>4} s  {outcome}", time.as_secs());
    }
}

#[cfg(test)]
mod tests {
    use super::{Engine, Options, Outcome, all, chosen, test};

    fn options(names: &[&str], installed: bool) -> Options {
        Options {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            installed,
        }
    }

    /// The names of the engines chosen, `+` before those to install.
    fn names(names: &[&str], installed: bool) -> Vec<String> {
        let engines = chosen(&options(names, installed)).unwrap_or_default();
        engines
            .into_iter()
            .map(|engine| {
                let mark = if engine.install { "+" } else { "" };
                format!("{mark}{}", engine.name)
            })
            .collect()
    }

    #[test]
    fn an_engine_that_is_not_there_is_named_with_those_that_are() {
        let error = chosen(&options(&["gone"], false)).err();
        let error = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("no engine gone"), "{error}");
        for engine in ["node", "python", "wasmtime", "obelisk"] {
            assert!(error.contains(engine), "{error}");
        }
    }

    #[test]
    fn who_names_none_installs_and_runs_all() {
        let all = all().unwrap_or_default();
        assert!(all.len() >= 4, "{all:?}");
        let installed: Vec<String> = all.iter().map(|name| format!("+{name}")).collect();
        assert_eq!(names(&[], false), installed);
        assert_eq!(names(&[], true), all);
    }

    #[test]
    fn what_is_named_is_installed_and_the_others_only_run_where_they_are() {
        assert_eq!(names(&["python", "node"], false), ["+node", "+python"]);
        let with_others = names(&["python", "node"], true);
        assert!(with_others.contains(&"+node".to_owned()));
        assert!(with_others.contains(&"obelisk".to_owned()));
    }

    #[test]
    fn a_script_that_cannot_be_found_is_no_pass() {
        let engine = Engine {
            name: "no-such-engine".to_owned(),
            install: false,
        };
        let outcome = test(&engine, &[]).ok();
        assert!(outcome.is_some_and(|outcome| outcome != Outcome::Passed));
    }
}
