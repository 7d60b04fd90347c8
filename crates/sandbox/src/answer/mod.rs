//! What goes back to the client, and what a fault makes of it.

mod fault;

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

pub(crate) use fault::play;

use crate::model::traffic::{Answered, LONGEST_ANSWER};

/// An HTTP answer that is complete in memory, so that a fault can cut it where it likes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A body with its type.
    pub(crate) fn bytes(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    pub(crate) fn header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.headers.push((name.into(), value.into()));
    }

    /// As the traffic keeps it: without the end of a long body.
    pub(crate) fn for_traffic(&self, cut: Option<&'static str>, took: Duration) -> Answered {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(value),
            ) {
                headers.append(name, value);
            }
        }
        let kept = self.body.get(..LONGEST_ANSWER).unwrap_or(&self.body);
        Answered {
            status: self.status,
            headers,
            body: Bytes::copy_from_slice(kept),
            length: self.body.len(),
            cut,
            took,
        }
    }

    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(&value),
            ) {
                response.headers_mut().append(name, value);
            } else {
                tracing::warn!("a header of the answer is not valid HTTP and is left out");
            }
        }
        response
    }

    /// The start of the answer as sent on the wire, announcing `length` bytes of body.
    pub(crate) fn head_announcing(&self, length: usize) -> Vec<u8> {
        let reason = StatusCode::from_u16(self.status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .unwrap_or("");
        let mut head = format!("HTTP/1.1 {} {reason}\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(value);
            head.push_str("\r\n");
        }
        head.push_str("content-length: ");
        head.push_str(&length.to_string());
        head.push_str("\r\n\r\n");
        head.into_bytes()
    }
}
