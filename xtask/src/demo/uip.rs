//! `uip`, called as a user calls it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::screen;

/// The command, and the folder with its `uip.toml`.
pub struct Uip<'a> {
    binary: &'a Path,
    folder: &'a Path,
}

/// What a call gave.
pub struct Answer {
    /// The response: one line of JSON on standard output.
    pub response: Value,
    /// The events, in their order.
    pub events: Vec<Value>,
}

impl<'a> Uip<'a> {
    /// A `uip` that finds its configuration in `folder`.
    pub fn new(binary: &'a Path, folder: &'a Path) -> Self {
        Self { binary, folder }
    }

    /// Writes a file that a command line names.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Checks the configuration.
    pub fn check(&self) -> Result<()> {
        screen::command("uip check");
        let output = self.run(&["check".to_owned()])?;
        screen::text(&String::from_utf8_lossy(&output.stdout));
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(())
    }

    /// Calls a command that should succeed.
    pub fn succeeds(&self, command: &str, set: &[(&str, &str)]) -> Result<Answer> {
        self.call(command, set, "success", 0)
    }

    /// Calls a command that should fail.
    pub fn fails(&self, command: &str, set: &[(&str, &str)]) -> Result<Answer> {
        self.call(command, set, "failure", 1)
    }

    /// Calls a command, shows the line and the response, and checks that the
    /// response says `status` and that the exit code says the same.
    fn call(&self, command: &str, set: &[(&str, &str)], status: &str, exit: i32) -> Result<Answer> {
        let events = self.events_file(command);
        let mut line = vec!["call".to_owned(), command.to_owned()];
        for (name, value) in set {
            line.extend(["--set".to_owned(), format!("{name}={value}")]);
        }
        if let Some(events) = &events {
            line.extend(["--events".to_owned(), events.display().to_string()]);
        }
        screen::command(&shown(&line));

        let output = self.run(&line)?;
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let Ok(response) = serde_json::from_str::<Value>(&stdout) else {
            bail!(
                "`uip` printed no JSON ({}): {stdout}{stderr}",
                output.status
            );
        };
        screen::members(&response, 4);
        if response["status"] != status || output.status.code() != Some(exit) {
            bail!(
                "`{command}` should have ended with {status} and exit code {exit}, but said {} ({}){stderr}",
                response["status"],
                output.status
            );
        }
        let events = events.map_or_else(|| Ok(Vec::new()), |file| self.read_events(&file))?;
        Ok(Answer { response, events })
    }

    /// A `uip` in its folder, to be started.
    pub fn command(&self) -> Command {
        let mut command = Command::new(self.binary);
        command
            .current_dir(self.folder)
            .env("UIP_CACHE_DIR", self.folder.join("cache"));
        command
    }

    fn run(&self, line: &[String]) -> Result<Output> {
        self.command()
            .args(line)
            .output()
            .with_context(|| format!("{} could not be started", self.binary.display()))
    }

    /// Where the events of a call go, for the one command that has some. A
    /// path relative to the folder, as a user would type it.
    fn events_file(&self, command: &str) -> Option<PathBuf> {
        if command != "processWebhook" {
            return None;
        }
        let name = PathBuf::from("events.jsonl");
        // Each call starts with an empty file.
        let _ = std::fs::remove_file(self.folder.join(&name));
        Some(name)
    }

    fn read_events(&self, file: &Path) -> Result<Vec<Value>> {
        let Ok(text) = std::fs::read_to_string(self.folder.join(file)) else {
            return Ok(Vec::new());
        };
        text.lines()
            .map(|line| serde_json::from_str(line).context("an event is not JSON"))
            .collect()
    }
}

/// The line with the quotes a shell needs.
fn shown(arguments: &[String]) -> String {
    let mut line = "uip".to_owned();
    for argument in arguments {
        line.push(' ');
        if argument.starts_with("--") {
            line.push_str("\\\n      ");
        }
        line.push_str(&quoted(argument));
    }
    line
}

fn quoted(argument: &str) -> String {
    let (name, value) = argument.split_once('=').unwrap_or(("", argument));
    let safe = |c: char| c.is_ascii_alphanumeric() || "@-_.,:/+=".contains(c);
    if !value.is_empty() && value.chars().all(safe) {
        return argument.to_owned();
    }
    let value = format!("'{}'", value.replace('\'', r"'\''"));
    match name {
        "" => value,
        name => format!("{name}={value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_value_is_quoted_as_a_shell_needs_it() {
        assert_eq!(quoted("phoneNumber=+39333"), "phoneNumber=+39333");
        assert_eq!(quoted("message=It's here"), r"message='It'\''s here'");
        assert_eq!(quoted("emoji="), "emoji=''");
        assert_eq!(quoted("--set"), "--set");
    }
}
