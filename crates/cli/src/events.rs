use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use uip_host::{Event, EventSink, Refusal};

use crate::failure::Failure;

/// Where events go, line by line. A line is written before the adapter is told
/// that its event was taken.
pub enum EventLines {
    Stdout,
    File(Mutex<File>),
    /// Nobody asked for them: they are counted, so that it can be said.
    Nowhere(AtomicUsize),
}

impl EventLines {
    pub fn open(path: Option<&Path>) -> Result<Self, Failure> {
        match path {
            None => Ok(Self::Nowhere(AtomicUsize::new(0))),
            Some(path) if path == Path::new("-") => Ok(Self::Stdout),
            Some(path) => match OpenOptions::new().create(true).append(true).open(path) {
                Ok(file) => Ok(Self::File(Mutex::new(file))),
                Err(error) => Err(Failure::usage(format!(
                    "--events: cannot open {}: {error}",
                    path.display()
                ))),
            },
        }
    }

    fn write(&self, line: &str) -> io::Result<()> {
        match self {
            Self::Stdout => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(line.as_bytes())?;
                stdout.flush()
            }
            Self::File(file) => file
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .write_all(line.as_bytes()),
            Self::Nowhere(count) => {
                count.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
        }
    }

    /// How many events nobody asked for.
    pub fn unseen(&self) -> usize {
        match self {
            Self::Nowhere(count) => count.load(Ordering::Relaxed),
            Self::Stdout | Self::File(_) => 0,
        }
    }
}

#[async_trait::async_trait]
impl EventSink for EventLines {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        let mut line = event.to_line();
        line.push('\n');
        self.write(&line)
            .map_err(|error| Refusal(error.to_string()))
    }
}
