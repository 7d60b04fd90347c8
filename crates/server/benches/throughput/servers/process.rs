//! A server's process.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

/// A process that says where it listens, in a line `ready: http://ADDRESS; …`.
/// It is killed when this is dropped. Its standard input ends when the process
/// that started it ends, however that happens.
pub struct Process {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// What else it said when it was ready.
    pub said: String,
}

impl Process {
    /// Starts it, and waits until it is ready.
    pub fn start(command: &mut Command) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{name} could not be started: {error}"))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            // What cannot be read says no more than an empty line.
            let _ = BufReader::new(stdout).read_line(&mut line);
        }
        let ready = line.strip_prefix("ready: http://").and_then(|rest| {
            let (address, said) = rest.split_once(';').unwrap_or((rest, ""));
            Some((address.trim().parse().ok()?, said.trim().to_owned()))
        });
        if let Some((address, said)) = ready {
            return Ok(Self {
                child,
                address,
                said,
            });
        }
        // It may have ended already.
        let _ = child.kill();
        let _ = child.wait();
        Err(format!(
            "{name} did not say that it is ready; what it says is above"
        ))
    }

    /// A size of those that Linux tells of a process, in bytes. Other systems do
    /// not.
    pub fn status(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
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
