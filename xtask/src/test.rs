//! `cargo xtask test`: every test, with whichever runner there is.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{brokers, cargo, compose, say};

/// The component's path, for the tests, so that none of them builds it.
const COMPONENT: &str = "WHATSAPP_COMPONENT";
/// The folder of the composed components, for the tests.
const COMPONENTS: &str = "WHATSAPP_COMPONENTS";
/// The path of `uip`, for the tests. The runner builds it before it starts a test;
/// a build of its own would have other features, and begin from nothing.
const UIP: &str = "UIP_COMMAND";

/// Runs every test but those whose broker is not installed, which are named: with
/// nextest if it is installed, else with cargo's own runner. The runner's closing lines come last.
pub fn run() -> Result<()> {
    // The tests would build it too, each of them. Here its messages are seen.
    let (components, _) = compose::all()?;
    let component = components.join("whatsapp.wasm");
    let brokers = brokers::find();
    if has_nextest() {
        let mut documentation = cargo::command();
        cargo::run(documentation.args(["test", "--doc"]))?;
        let mut nextest = cargo::command();
        nextest
            .env(COMPONENT, &component)
            .env(COMPONENTS, &components)
            .env(UIP, uip()?);
        nextest.args(["nextest", "run", "--no-fail-fast"]);
        return cargo::run(nextest.args(brokers.for_nextest()));
    }
    say::note("cargo-nextest is not installed: cargo's own runner does it too, more slowly");
    for arguments in brokers.for_cargo() {
        cargo::run(cargo::command().args(arguments))?;
    }
    with_cargo(&component, &components)
}

/// Where the runner leaves `uip`.
fn uip() -> Result<PathBuf> {
    let name = format!("uip{}", std::env::consts::EXE_SUFFIX);
    Ok(cargo::target_directory()?.join("debug").join(name))
}

fn has_nextest() -> bool {
    let mut version = cargo::command();
    version.args(["nextest", "--version"]);
    version.stdout(Stdio::null()).stderr(Stdio::null());
    version.status().is_ok_and(|status| status.success())
}

/// Cargo's runner closes each test binary with a line; this adds them up.
fn with_cargo(component: &Path, components: &Path) -> Result<()> {
    let mut test: Command = cargo::command();
    test.args(["test", "--no-fail-fast"]);
    test.env(COMPONENT, component)
        .env(COMPONENTS, components)
        .env(UIP, uip()?);
    let line = cargo::line(&test);
    say::step(&line);
    let mut child = test
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| cargo::not_started(&line))?;
    let mut closing = Closing::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.context("the tests' output could not be read")?;
            println!("{line}");
            closing.read(&line);
        }
    }
    let status = child.wait().with_context(|| format!("`{line}` was lost"))?;
    println!("\n{closing}");
    if !status.success() {
        bail!("`{line}` failed ({status}); the failed tests are named above");
    }
    Ok(())
}

/// The sum of `test result: ok. 3 passed; 0 failed; 1 ignored; …` lines.
#[derive(Default)]
struct Closing {
    binaries: u64,
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Closing {
    fn read(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        self.binaries += 1;
        for part in result.split([';', '.']) {
            let mut words = part.split_whitespace();
            let (Some(count), Some(what)) = (words.next(), words.next()) else {
                continue;
            };
            let sum = match what {
                "passed" => &mut self.passed,
                "failed" => &mut self.failed,
                "ignored" => &mut self.ignored,
                _ => continue,
            };
            *sum += count.parse::<u64>().unwrap_or_default();
        }
    }
}

impl std::fmt::Display for Closing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            binaries,
            passed,
            failed,
            ignored,
        } = self;
        write!(
            f,
            "all test results: {passed} passed; {failed} failed; {ignored} ignored; in {binaries} test binaries"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Closing;

    #[test]
    fn closing_lines_of_all_test_binaries_are_added_up() {
        let mut closing = Closing::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s",
            "test one ... ok",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s",
        ] {
            closing.read(line);
        }
        assert_eq!(
            closing.to_string(),
            "all test results: 7 passed; 2 failed; 1 ignored; in 2 test binaries"
        );
    }
}
