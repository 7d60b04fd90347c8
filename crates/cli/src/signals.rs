use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::failure::Failure;

/// Sent for a write beyond the limit on file sizes. `libc` gives it this number on
/// every system that this runs on.
const FILE_TOO_LARGE: SignalKind = SignalKind::from_raw(25);

/// The signals that a command listens for that runs until it is stopped.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

/// What a signal asks for.
pub enum Asked {
    /// To stop: the signal's name.
    Stop(&'static str),
    /// To read the configuration again.
    Reload,
}

/// Lets a write beyond the limit on file sizes fail instead of ending the process, so
/// that it is reported. It lasts.
pub fn survive_file_limit() -> Result<(), Failure> {
    listen(FILE_TOO_LARGE).map(drop)
}

fn listen(kind: SignalKind) -> Result<Signal, Failure> {
    signal(kind).map_err(|error| Failure::usage(format!("cannot listen for signals: {error}")))
}

impl Signals {
    pub fn new() -> Result<Self, Failure> {
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hangup: listen(SignalKind::hangup())?,
        })
    }

    /// Waits for the next one that asks to stop: its name.
    pub async fn stop(&mut self) -> &'static str {
        tokio::select! {
            biased;
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }

    /// Waits for the next one.
    pub async fn next(&mut self) -> Asked {
        tokio::select! {
            biased;
            _ = self.terminate.recv() => Asked::Stop("SIGTERM"),
            _ = self.interrupt.recv() => Asked::Stop("SIGINT"),
            _ = self.hangup.recv() => Asked::Reload,
        }
    }
}
