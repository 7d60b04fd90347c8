//! What is compared. Each server is a process of its own.

pub mod native;
pub mod peer;
pub mod uip;

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;

use tempfile::TempDir;

use crate::load::Target;
use crate::notification::PATH;
use crate::receiver::Receiver;
use uip_testkit::Process;

/// A server that runs, until this is dropped.
pub struct Server {
    /// What it is, in a few words.
    pub name: String,
    /// What else is to be said of it.
    pub details: String,
    address: SocketAddr,
    process: Process,
    counts: Counts,
    /// Where it keeps what it stores; it goes after the process.
    folder: Option<TempDir>,
}

/// Who gets the events of a server, and counts them.
enum Counts {
    /// A server without a step behind the acknowledgement.
    Nobody,
    /// A receiver that they are delivered to.
    Receiver(Arc<Receiver>),
    /// The server's own handlers; this address tells.
    Handlers(String),
}

/// The servers in the order in which they are shown, or why one is not there.
pub async fn all() -> Vec<Result<Server, String>> {
    vec![
        uip::start().await,
        native::nowhere(),
        native::plain(),
        peer::pywa(),
        peer::kapso(),
        peer::n8n(),
    ]
}

/// Starts a server that says where it listens, and tells its address.
fn start(command: &mut Command) -> Result<(Process, SocketAddr), String> {
    let process = Process::start(command)?;
    let address = process.address().parse();
    let address = address.map_err(|_| format!("{}: no address", process.line()))?;
    Ok((process, address))
}

impl Server {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it takes notifications.
    pub fn target(&self) -> Target {
        Target {
            address: self.address,
            path: PATH,
        }
    }

    /// How much memory it has, in bytes: its resident set. Only Linux tells.
    pub fn memory(&self) -> Option<u64> {
        self.process.size("VmRSS")
    }

    /// The most memory that it ever had.
    pub fn most_memory(&self) -> Option<u64> {
        self.process.size("VmHWM")
    }

    /// Who takes its events.
    pub fn receiver(&self) -> Option<&Arc<Receiver>> {
        match &self.counts {
            Counts::Receiver(receiver) => Some(receiver),
            Counts::Nobody | Counts::Handlers(_) => None,
        }
    }

    /// Whether others wrote it.
    pub fn is_peer(&self) -> bool {
        matches!(self.counts, Counts::Handlers(_))
    }

    /// How many events came out of it, or nothing if none ever do.
    pub async fn delivered(&self) -> Option<u64> {
        match &self.counts {
            Counts::Nobody => None,
            Counts::Receiver(receiver) => Some(receiver.count()),
            Counts::Handlers(url) => peer::counted(url).await,
        }
    }

    /// How much it stores, in bytes.
    pub fn stored(&self) -> u64 {
        let entries = self
            .folder
            .iter()
            .filter_map(|it| it.path().read_dir().ok());
        entries
            .flatten()
            .filter_map(|file| Some(file.ok()?.metadata().ok()?.len()))
            .sum()
    }
}
