use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A connection to the next host on the way: the target itself or a proxy, which may be spoken to with TLS.
pub(crate) type Hop = MaybeHttpsStream<TokioIo<TcpStream>>;

/// A connection on which a target's own bytes travel, if it is not `https`; otherwise TLS comes on top.
pub struct Stream {
    hop: Hop,
    to_proxy: bool,
}

impl Stream {
    /// A connection that leads to the target, directly or through a tunnel.
    pub(crate) fn to_target(hop: Hop) -> Self {
        Self {
            hop,
            to_proxy: false,
        }
    }

    /// A connection to a proxy that takes whole requests and passes them on.
    pub(crate) fn to_proxy(hop: Hop) -> Self {
        Self {
            hop,
            to_proxy: true,
        }
    }
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        // The client then names the target's whole address in its request line.
        self.hop.connected().proxy(self.to_proxy)
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.hop).poll_read(cx, buffer)
    }
}

impl Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.hop).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.hop).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.hop).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.hop.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.hop).poll_write_vectored(cx, slices)
    }
}
