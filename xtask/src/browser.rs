//! `cargo xtask browser`: the tests of the built-in pages, in a real browser.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};

use crate::{build, cargo, say};

/// Which tests, and whether to install what they need.
#[derive(clap::Args)]
pub struct Options {
    /// Only the tests whose name contains this
    only: Option<String>,
    /// Install nothing. Without a browser, say so and exit with 77
    #[arg(long)]
    installed: bool,
}

/// Builds the programs and the component, and runs the tests. The exit code is that of `test.sh`: 77 if something is not installed.
pub fn run(options: &Options) -> Result<ExitCode> {
    let built = build::for_development()?;
    let programs = cargo::target_directory()?.join("debug");
    let mut test = test(options, &programs, &built.component);
    let line = cargo::line(&test);
    say::step(&line);
    let status = test.status().with_context(|| cargo::not_started(&line))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(1)))
}

fn test(options: &Options, programs: &Path, component: &Path) -> Command {
    let mut test = Command::new("bash");
    test.current_dir(cargo::root())
        .arg("tests/browser/test.sh")
        .env("UIP_PROGRAMS", programs)
        .env("WHATSAPP_COMPONENT", component)
        .stdin(Stdio::null());
    if !options.installed {
        test.arg("--install");
    }
    test.args(&options.only);
    test
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(only: Option<&str>, installed: bool) -> String {
        let options = Options {
            only: only.map(str::to_owned),
            installed,
        };
        cargo::line(&test(
            &options,
            Path::new("/programs"),
            Path::new("/whatsapp.wasm"),
        ))
    }

    #[test]
    fn what_is_needed_is_installed_unless_it_is_there_already() {
        assert_eq!(line(None, false), "bash tests/browser/test.sh --install");
        assert_eq!(line(Some("S9"), true), "bash tests/browser/test.sh S9");
    }
}
