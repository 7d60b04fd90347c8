//! Bodies that nobody wants.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use http_body_util::BodyExt as _;

/// How much of a body that nobody wants is taken in and thrown away. A client
/// that writes its request to the end before it reads would otherwise see a
/// broken connection and not the answer.
pub(crate) const MOST: usize = 16 << 20;

/// Makes `response` one that the sender of an unread body gets.
///
/// A connection cannot go on with a body in the way, and a client that is not
/// told so would send its next request into a closed one. So up to `most`
/// bytes are taken in for up to `time`. Where that ends before the body does,
/// the connection ends too, and the response says so.
pub(crate) async fn after(
    mut response: Response,
    headers: &HeaderMap,
    body: Body,
    most: usize,
    time: Duration,
) -> Response {
    let most = most.min(self::most(headers));
    let is_over = body.is_end_stream()
        || (most > 0
            && stated_length(headers).is_none_or(|length| length <= most)
            && tokio::time::timeout(time, throw_away(body, most))
                .await
                .unwrap_or(false));
    if !is_over {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// How much of a body may be thrown away. A client that expects to be asked does
/// not send a body that nobody wants.
pub(crate) fn most(headers: &HeaderMap) -> usize {
    if headers.contains_key(header::EXPECT) {
        0
    } else {
        MOST
    }
}

/// What the head of a request says about its body's length.
pub(crate) fn stated_length(headers: &HeaderMap) -> Option<usize> {
    let length: u64 = headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()?;
    Some(usize::try_from(length).unwrap_or(usize::MAX))
}

/// Whether the body ended.
async fn throw_away(mut body: Body, most: usize) -> bool {
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return false };
        length = length.saturating_add(frame.data_ref().map_or(0, Bytes::len));
        if length > most {
            return false;
        }
    }
    true
}
