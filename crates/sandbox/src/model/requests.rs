//! What the sandbox was asked.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use serde_json::Value;

use crate::model::faults::Operation;

/// A request as it came, whether or not it was answered.
#[derive(Clone)]
pub struct RecordedRequest {
    method: String,
    path: String,
    query: Option<String>,
    headers: HeaderMap,
    body: Bytes,
    at: u64,
}

impl RecordedRequest {
    pub(crate) fn new(
        method: &Method,
        uri: &Uri,
        headers: HeaderMap,
        body: Bytes,
        at: u64,
    ) -> Self {
        Self {
            method: method.as_str().to_owned(),
            path: uri.path().to_owned(),
            query: uri.query().map(str::to_owned),
            headers,
            body,
            at,
        }
    }

    /// `GET`, `POST`…
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path, without the query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query string, without the `?`.
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The value of a header (any case), if it came and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, byte for byte.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The value of a parameter of the body, if the body is a form that has it.
    pub fn form(&self, name: &str) -> Option<String> {
        let content_type = self.header("content-type").unwrap_or_default();
        if !content_type.starts_with("application/x-www-form-urlencoded") {
            return None;
        }
        let mut found = form_urlencoded::parse(&self.body).filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.into_owned())
    }

    /// When it came, in seconds since 1970 by the sandbox's clock.
    pub fn at(&self) -> u64 {
        self.at
    }

    pub(crate) fn operation(&self) -> Option<Operation> {
        Operation::of(&self.method, &self.path)
    }

    /// Whether this is a `POST …/messages`.
    pub fn is_send(&self) -> bool {
        self.operation() == Some(Operation::Send)
    }
}

impl fmt::Debug for RecordedRequest {
    /// Shows the body; leaves the token out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("body", &String::from_utf8_lossy(&self.body))
            .finish_non_exhaustive()
    }
}
