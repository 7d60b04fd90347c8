use bytes::Bytes;
use tokio::io::AsyncWrite;
use wasmtime_wasi::async_trait;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use crate::secrets::Secrets;

/// The longest line that is kept, in bytes. What is longer is cut into several.
const LINE: usize = 4096;

/// A guest's standard output or error: lines in the host's log, without
/// secrets. At the finest level, since they can hold somebody's message.
#[derive(Clone)]
pub(super) struct GuestOutput {
    adapter: Arc<str>,
    stream: &'static str,
    lines: Arc<Mutex<Lines>>,
}

impl GuestOutput {
    pub(super) fn new(adapter: Arc<str>, stream: &'static str, secrets: Secrets) -> Self {
        let line = Vec::new();
        Self {
            adapter,
            stream,
            lines: Arc::new(Mutex::new(Lines { secrets, line })),
        }
    }

    fn take(&self, bytes: &[u8]) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.take(bytes, |text| {
            tracing::trace!(target: "uip_host::guest", adapter = %self.adapter, stream = self.stream, "{text}");
        });
    }
}

/// Makes lines without secrets of what is written piece by piece.
struct Lines {
    secrets: Secrets,
    line: Vec<u8>,
}

impl Lines {
    /// Adds bytes, and hands each line that is complete or too long to `log`.
    fn take(&mut self, bytes: &[u8], mut log: impl FnMut(&str)) {
        for &byte in bytes {
            if byte == b'\n' {
                self.flush(self.line.len(), &mut log);
                continue;
            }
            self.line.push(byte);
            if self.line.len() >= LINE {
                // What may be the beginning of a secret waits for the rest.
                let kept = self.secrets.beginning_at_end(&self.line);
                self.flush(self.line.len() - kept, &mut log);
            }
        }
    }

    fn flush(&mut self, length: usize, log: &mut impl FnMut(&str)) {
        let line: Vec<u8> = self.line.drain(..length).collect();
        let text = String::from_utf8_lossy(&line);
        let text = self.secrets.scrub(&text);
        let text = text.trim_end();
        if !text.is_empty() {
            log(text);
        }
    }
}

impl IsTerminal for GuestOutput {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for GuestOutput {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

#[async_trait]
impl Pollable for GuestOutput {
    async fn ready(&mut self) {}
}

impl OutputStream for GuestOutput {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.take(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(64 * 1024)
    }
}

impl AsyncWrite for GuestOutput {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.take(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(secret: &str, pieces: &[&[u8]]) -> Vec<String> {
        let secrets = Secrets::new([secret.to_owned()]);
        let line = Vec::new();
        let mut lines = Lines { secrets, line };
        let mut logged = Vec::new();
        for piece in pieces {
            lines.take(piece, |text| logged.push(text.to_owned()));
        }
        logged
    }

    #[test]
    fn a_line_is_logged_without_secrets_however_it_was_written() {
        let whole = b"one token \r\n\ntwo\nthree";
        let pieces: Vec<&[u8]> = whole.chunks(1).collect();
        assert_eq!(lines("token", &[whole]), ["one [redacted]", "two"]);
        assert_eq!(lines("token", &pieces), ["one [redacted]", "two"]);
    }

    #[test]
    fn a_secret_on_the_cut_of_a_long_line_is_taken_out_whole() {
        let secret = "the-s3cret-of-the-test";
        for before in LINE - 2 * secret.len()..LINE + 2 {
            let text = format!("{}{secret}{}\n", "x".repeat(before), "y".repeat(LINE));
            let logged = lines(secret, &[text.as_bytes()]);
            assert!(logged.len() > 1);
            let expected = text.trim_end().replace(secret, "[redacted]");
            assert_eq!(logged.concat(), expected, "{before}");
        }
    }

    #[test]
    fn a_secret_longer_than_a_line_is_taken_out_whole() {
        let secret = "s".repeat(LINE + 10);
        let text = format!("ab{secret}cd\n");
        assert_eq!(
            lines(&secret, &[text.as_bytes()]).concat(),
            "ab[redacted]cd"
        );
    }
}
