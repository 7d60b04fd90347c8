//! What the sandbox was asked.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use serde_json::{Map, Value};

use crate::model::faults::Operation;
use crate::model::newest::Weighs;

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
        let mut found = self.parameters()?.filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.into_owned())
    }

    /// The body as a form, if it is a form: each parameter with its value; one that comes several times has an
    /// array of its values.
    pub fn form_json(&self) -> Option<Map<String, Value>> {
        let mut form = Map::new();
        for (name, value) in self.parameters()? {
            let value = Value::String(value.into_owned());
            match form.get_mut(&*name) {
                None => {
                    form.insert(name.into_owned(), value);
                }
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
        Some(form)
    }

    fn parameters(&self) -> Option<form_urlencoded::Parse<'_>> {
        let content_type = self.header("content-type").unwrap_or_default();
        let is_form = content_type.starts_with("application/x-www-form-urlencoded");
        is_form.then(|| form_urlencoded::parse(&self.body))
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

impl Weighs for RecordedRequest {
    fn bytes(&self) -> usize {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| name.as_str().len() + value.len());
        let query = self.query.as_ref().map_or(0, String::len);
        self.body.len() + self.path.len() + query + headers.sum::<usize>()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn posted(content_type: &'static str, body: &'static str) -> RecordedRequest {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", content_type.parse().unwrap());
        let uri = Uri::from_static("/2010-04-01/Accounts/AC1/Messages.json");
        RecordedRequest::new(&Method::POST, &uri, headers, Bytes::from(body), 0)
    }

    #[test]
    fn a_form_is_shown_decoded_with_every_value_of_a_name() {
        let request = posted(
            "application/x-www-form-urlencoded; charset=utf-8",
            "To=whatsapp%3A%2B1&MediaUrl=a&Body=1+%2B+1&MediaUrl=b&MediaUrl=c",
        );
        let form = json!({"To": "whatsapp:+1", "MediaUrl": ["a", "b", "c"], "Body": "1 + 1"});
        assert_eq!(request.form_json().map(Value::Object), Some(form));
        assert_eq!(posted("application/json", "{}").form_json(), None);
    }
}
