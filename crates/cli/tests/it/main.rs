//! The command `uip`, as a shell sees it.

mod arguments;
mod calls;
mod check;
mod describe;
mod init;
mod listen;
mod network;
mod operate;
#[cfg(target_os = "linux")]
mod printed;
mod serve;
mod values;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use uip_testkit::tiny::{KEY, cache_dir, tiny_component, tiny_manifest};

/// A folder with an `uip.toml`, and `uip` in it.
struct Shell {
    folder: TempDir,
}

/// What a command gave.
#[derive(Debug, PartialEq)]
struct Outcome {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Shell {
    /// In an empty folder.
    fn empty() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// With this configuration.
    fn with(config: &str) -> Self {
        let shell = Self::empty();
        shell.write("uip.toml", config);
        shell
    }

    /// With the tiny adapter, configured.
    fn new() -> Self {
        Self::with(&tiny_config(&format!("accessKey = \"{KEY}\"")))
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.folder.path().join(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// `uip` in this folder, to be started.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_uip"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("UIP_CACHE_DIR", cache_dir());
        command
    }

    fn uip(&self, arguments: &[&str]) -> Outcome {
        self.uip_with(arguments, "", &[])
    }

    fn uip_with(&self, arguments: &[&str], stdin: &str, environment: &[(&str, &str)]) -> Outcome {
        let mut child = self
            .command(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input may have gone already.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        Outcome::from(child.wait_with_output().unwrap())
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn tiny_config(properties: &str) -> String {
    tiny_config_at(tiny_component(), properties)
}

fn tiny_config_at(component: &Path, properties: &str) -> String {
    format!(
        "[adapters.tiny]\ncomponent = '{}'\nmanifest = '{}'\n[adapters.tiny.properties]\n{properties}\n",
        component.display(),
        tiny_manifest().display()
    )
}

fn fine(stdout: &str) -> Outcome {
    Outcome {
        code: 0,
        stdout: stdout.to_owned(),
        stderr: String::new(),
    }
}

fn failed(stdout: &str) -> Outcome {
    Outcome {
        code: 1,
        stdout: stdout.to_owned(),
        stderr: String::new(),
    }
}

fn refused(stderr: &str) -> Outcome {
    Outcome {
        code: 2,
        stdout: String::new(),
        stderr: stderr.to_owned(),
    }
}
