//! A server as a child process.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};

/// A child process whose first line on standard output says where it listens, as those of `uip serve` and
/// `uip-sandbox` do.
///
/// It is killed when this is dropped. Its standard input ends when the process that started it ends, however
/// that happens.
#[derive(Debug)]
pub struct Process {
    child: Child,
    name: String,
    line: String,
}

impl Process {
    /// Starts it, and waits until it is ready.
    ///
    /// # Errors
    /// When it cannot be started, or ends or says something else before it is ready.
    pub fn start(command: &mut Command) -> Result<Self, String> {
        Self::spawn(command)?.ready()
    }

    /// Starts it, and does not wait for it: see [`Process::ready`].
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn spawn(command: &mut Command) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{name} could not be started: {error}"))?;
        Ok(Self {
            child,
            name,
            line: String::new(),
        })
    }

    /// Waits until it says where it listens.
    ///
    /// # Errors
    /// When it ends before, or says something else. It is killed then.
    pub fn ready(mut self) -> Result<Self, String> {
        if let Some(stdout) = self.child.stdout.take() {
            // What cannot be read says no more than an empty line.
            let _ = BufReader::new(stdout).read_line(&mut self.line);
        }
        if self.address().is_empty() {
            return Err(format!(
                "{} did not say where it listens, but {:?}",
                self.name, self.line
            ));
        }
        Ok(self)
    }

    /// What it said when it was ready: one line.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// Where it listens: `127.0.0.1:8080`.
    pub fn address(&self) -> &str {
        address_in(&self.line)
    }

    /// Where it listens, as a URL without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// The id of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it ends by itself.
    ///
    /// # Errors
    /// When its exit status cannot be had.
    pub fn wait(mut self) -> Result<ExitStatus, String> {
        self.child
            .wait()
            .map_err(|error| format!("{}: {error}", self.name))
    }

    /// A size that Linux reports for a process, in bytes: `VmRSS`. Other systems report none.
    pub fn size(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).ok()?;
        let mut fields = status.lines().filter_map(|line| line.split_once(':'));
        let (_, size) = fields.find(|(field, _)| *field == name)?;
        let kilobytes: u64 = size.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first address of a line, without its scheme; empty if there is none.
fn address_in(line: &str) -> &str {
    let after = line.split_once("http://").map_or("", |(_, after)| after);
    after
        .split(|c: char| c == ';' || c == ',' || c.is_whitespace())
        .next()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_address_of_the_line_is_where_it_listens() {
        for line in [
            "ready: http://127.0.0.1:8080; webhooks: none\n",
            "ready: http://127.0.0.1:8080\n",
            "uip-sandbox is ready on http://127.0.0.1:8080 for phone number id 1\n",
        ] {
            assert_eq!(address_in(line), "127.0.0.1:8080", "{line}");
        }
        assert_eq!(address_in("error: no\n"), "");
    }

    #[cfg(unix)]
    #[test]
    fn a_process_that_ends_without_an_address_is_no_server() {
        let said = Process::start(Command::new("echo").arg("hello")).unwrap_err();
        assert_eq!(said, "echo did not say where it listens, but \"hello\\n\"");
    }
}
