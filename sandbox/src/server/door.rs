//! The socket under HTTP, which can shut in the face of a request.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::wire::Wire;
use crate::faults::{Fault, Step};
use crate::requests::is_send;
use crate::world::World;

/// A connection that looks at the first bytes of each request: if it is a send and the next fault is
/// [`Fault::ResetBeforeRequest`], it is reset before HTTP sees it. This works on a new connection and on one
/// that a client kept open.
pub(super) struct Door {
    stream: TcpStream,
    world: Arc<World>,
    wire: Wire,
}

impl Door {
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
        starts_a_send(first_bytes)
            && self
                .world
                .look(|state| state.faults.front() == Some(&Fault::ResetBeforeRequest))
            && self.world.change(|state| {
                let due = state.faults.front() == Some(&Fault::ResetBeforeRequest);
                if due {
                    state.faults.pop_front();
                }
                due
            })
    }
}

fn starts_a_send(bytes: &[u8]) -> bool {
    let line = bytes
        .split(|byte| *byte == b'\r')
        .next()
        .unwrap_or_default();
    let Ok(line) = std::str::from_utf8(line) else {
        return false;
    };
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0")) => {
            is_send(method, target.split('?').next().unwrap_or(target))
        }
        _ => false,
    }
}

impl AsyncRead for Door {
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

impl AsyncWrite for Door {
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
    fn only_the_first_line_of_a_send_shuts_the_door() {
        assert!(starts_a_send(
            b"POST /v25.0/1/messages HTTP/1.1\r\nhost: x\r\n"
        ));
        assert!(starts_a_send(b"POST /v25.0/1/messages?a=b HTTP/1.1\r\n"));
        assert!(!starts_a_send(b"GET /v25.0/1/messages HTTP/1.1\r\n"));
        assert!(!starts_a_send(b"POST /sandbox/faults HTTP/1.1\r\n"));
        assert!(!starts_a_send(b"{\"text\":\"POST /messages\"}"));
    }
}
