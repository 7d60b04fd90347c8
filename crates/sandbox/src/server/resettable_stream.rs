//! The socket under HTTP, which can be reset before a request is read.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::model::Wire;
use crate::model::faults::{Fault, Faults, Operation, Step};
use crate::model::world::World;

/// A connection that looks at the first bytes of each request: if the next fault for such a request is
/// [`Fault::ResetBeforeRequest`], it is reset before HTTP sees it. This works on a new connection and on one
/// that a client kept open.
pub(super) struct ResettableStream {
    stream: TcpStream,
    world: Arc<World>,
    wire: Wire,
}

impl ResettableStream {
    pub(super) fn new(stream: TcpStream, world: Arc<World>, wire: Wire) -> Self {
        Self {
            stream,
            world,
            wire,
        }
    }

    pub(super) fn into_inner(self) -> TcpStream {
        self.stream
    }

    fn must_reset(&self, first_bytes: &[u8]) -> bool {
        let Some((operation, method, path)) = starts(first_bytes) else {
            return false;
        };
        let due = |faults: &Faults| faults.peek(operation) == Some(&Fault::ResetBeforeRequest);
        self.world.look(|state| due(&state.faults))
            && self.world.change(|state| {
                let due = due(&state.faults);
                if due {
                    state.faults.next(operation);
                    state.was_reset(method, path);
                }
                due
            })
    }
}

/// What the request is for whose first line this is, its method and its path.
fn starts(bytes: &[u8]) -> Option<(Operation, &str, &str)> {
    let line = bytes
        .split(|byte| *byte == b'\r')
        .next()
        .unwrap_or_default();
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0")) => {
            let path = target.split('?').next().unwrap_or(target);
            Some((Operation::of(method, path)?, method, path))
        }
        _ => None,
    }
}

impl AsyncRead for ResettableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Poll::Ready(Ok(())) = polled
            && let Some(read) = buffer.filled().get(before..)
            && self.must_reset(read)
        {
            tracing::info!("fault: {}", Fault::ResetBeforeRequest);
            // HTTP must not hear of it: it would say goodbye in good order before the reset.
            buffer.set_filled(before);
            self.wire.ask_for(vec![Step::Reset]);
            return Poll::Pending;
        }
        polled
    }
}

impl AsyncWrite for ResettableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_line_of_a_request_is_looked_at() {
        let send = Some((Operation::Send, "POST", "/v25.0/1/messages"));
        assert_eq!(
            starts(b"POST /v25.0/1/messages HTTP/1.1\r\nhost: x\r\n"),
            send
        );
        assert_eq!(starts(b"POST /v25.0/1/messages?a=b HTTP/1.1\r\n"), send);
        let other = Some((Operation::Other, "GET", "/v25.0/1"));
        assert_eq!(starts(b"GET /v25.0/1 HTTP/1.1\r\n"), other);
        assert_eq!(starts(b"POST /sandbox/faults HTTP/1.1\r\n"), None);
        assert_eq!(starts(b"{\"text\":\"POST /messages\"}"), None);
    }
}
