use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::request::Parts;
use http_body_util::{BodyExt, Limited};

use super::body::RequestBody;

/// More of a body is not kept.
const LARGEST: usize = 64 << 20;

/// Keeps the requests of a call that sends nothing.
#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Vec<Recorded>>>);

/// A request that would have left.
pub(crate) struct Recorded {
    pub(crate) head: Parts,
    /// None when it is longer than what is kept, or when the guest did not
    /// finish it.
    pub(crate) body: Option<Bytes>,
}

impl Recorder {
    pub(super) async fn keep(&self, request: http::Request<RequestBody>) {
        let (head, body) = request.into_parts();
        let body = Limited::new(body, LARGEST).collect().await;
        let body = body.ok().map(http_body_util::Collected::to_bytes);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(Recorded { head, body });
    }

    /// What was kept so far, in the order in which it would have left.
    pub(crate) fn take(&self) -> Vec<Recorded> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
