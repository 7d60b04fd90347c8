use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep};
use wasmtime_wasi_http::{Error, WasiBody};

use super::errors;

/// How long a request's body is still read after nobody wants it any more.
const DRAIN: Duration = Duration::from_secs(5);

/// A request's body on its way out.
///
/// When it is dropped unread, because the host was denied or the connection
/// failed, the rest is read and thrown away: a guest that still writes would
/// see its stream closed, and so a write error in place of the real one.
pub(super) struct RequestBody(Option<WasiBody>);

impl RequestBody {
    pub(super) fn new(body: WasiBody) -> Self {
        Self(Some(body))
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let Some(body) = self.0.as_mut() else {
            return Poll::Ready(None);
        };
        let frame = std::task::ready!(Pin::new(body).poll_frame(cx));
        if !matches!(frame, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.0
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        let Some(mut body) = self.0.take().filter(|body| !body.is_end_stream()) else {
            return;
        };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let drained = async { while let Some(Ok(_)) = body.frame().await {} };
                let _ = tokio::time::timeout(DRAIN, drained).await;
            });
        }
    }
}

/// A response's body on its way in, with a limit on silence.
pub(super) struct ResponseBody {
    incoming: Incoming,
    limit: Option<(Duration, Pin<Box<Sleep>>)>,
}

impl ResponseBody {
    pub(super) fn new(incoming: Incoming, between_bytes: Option<Duration>) -> Self {
        let limit = between_bytes.map(|limit| (limit, Box::pin(tokio::time::sleep(limit))));
        Self { incoming, limit }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match Pin::new(&mut self.incoming).poll_frame(cx) {
            Poll::Ready(frame) => {
                if let Some((limit, sleep)) = &mut self.limit {
                    sleep.as_mut().reset(Instant::now() + *limit);
                }
                Poll::Ready(frame.map(|frame| frame.map_err(|error| errors::response_body(&error))))
            }
            Poll::Pending => match &mut self.limit {
                Some((_, sleep)) => sleep
                    .as_mut()
                    .poll(cx)
                    .map(|()| Some(Err(Error::ConnectionReadTimeout))),
                None => Poll::Pending,
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
