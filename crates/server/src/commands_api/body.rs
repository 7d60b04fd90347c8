use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use serde_json::Value;
use uip_contract::NotRead::{NotJson, Repeated};
use uip_contract::read_json;

use super::Limits;
use super::refusal::Refusal;
use crate::http_server::body::{self, Budget, NotRead, Taken};
use crate::http_server::media_type::MediaType;
use crate::http_server::unread;

/// How much of a body that nobody wants is taken in, and for how long. Where
/// that ends before the body does, the connection ends too.
const UNWANTED: usize = 64 << 10;
const UNWANTED_TIME: Duration = Duration::from_secs(1);

/// Reads a request of a command: a JSON object. What it takes of the budget is
/// kept as long as the request is.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    limits: &Limits,
    budget: &Budget,
) -> Result<(Value, Taken), ReadError> {
    let read = body::read(headers, body, limits.max_body, limits.body_timeout, budget).await;
    let (bytes, taken) = read.map_err(|not_read| {
        ReadError::Refused(match not_read {
            NotRead::TooLarge => Refusal::TooLarge(limits.max_body),
            NotRead::TooSlow => Refusal::TooSlow,
            NotRead::Cut => Refusal::Cut,
            NotRead::NoRoom => Refusal::Overloaded,
        })
    })?;
    let value = read_json(&bytes).map_err(|not_read| match not_read {
        NotJson(why) => ReadError::Refused(Refusal::NotJson(why)),
        repeated @ Repeated(_) => ReadError::Repeated(repeated.problems()),
    })?;
    match value {
        Value::Object(_) => Ok((value, taken)),
        other => Err(ReadError::NotAnObject(kind(&other))),
    }
}

/// Answers a request whose body is not read: nobody knows who sent it, so little
/// of it is taken in.
pub(super) async fn refuse_unread(refusal: Refusal, headers: &HeaderMap, body: Body) -> Response {
    let response = refusal.into_response();
    unread::after(response, headers, body, UNWANTED, UNWANTED_TIME).await
}

/// Why there is no request to give to a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ReadError {
    Refused(Refusal),
    /// The request is other JSON.
    NotAnObject(&'static str),
    /// An object in the request has two members of one name: every mistake.
    Repeated(Vec<String>),
}

/// Whether a body is JSON by its headers.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    MediaType::of(headers) == Some(MediaType::Json)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read_body(body: Body, limits: &Limits) -> Result<Value, ReadError> {
        let budget = Budget::new(limits.max_bodies);
        let read = read(&typed("application/json"), body, limits, &budget).await;
        read.map(|(value, _)| value)
    }

    fn typed(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(http::header::CONTENT_TYPE, value.parse().unwrap())])
    }

    async fn read_parts(
        parts: &'static [&'static str],
        max_body: usize,
    ) -> Result<Value, ReadError> {
        let parts = parts.iter().map(|part| Ok::<_, std::io::Error>(*part));
        let body = Body::from_stream(futures_util::stream::iter(parts));
        let limits = Limits {
            max_body,
            ..Limits::default()
        };
        read_body(body, &limits).await
    }

    #[tokio::test]
    async fn a_request_in_parts_is_put_together() {
        let read = read_parts(&["{\"a\"", ":", "1}"], 7).await;
        assert_eq!(read, Ok(serde_json::json!({ "a": 1 })));
    }

    #[tokio::test]
    async fn a_request_that_is_one_byte_too_large_is_refused() {
        let read = read_parts(&["{\"a\"", ":", "1}"], 6).await;
        assert_eq!(read, Err(ReadError::Refused(Refusal::TooLarge(6))));
    }

    #[tokio::test]
    async fn a_request_for_which_there_is_no_room_is_to_be_sent_again() {
        let budget = Budget::new(10);
        let headers = typed("application/json");
        let limits = Limits::default();
        let read = |text: &'static str| read(&headers, Body::from(text), &limits, &budget);
        let (_, first) = read("{\"a\":1}").await.unwrap();
        let second = read("{\"b\":2}").await.map(|(value, _)| value);
        assert_eq!(second, Err(ReadError::Refused(Refusal::Overloaded)));
        drop(first);
        assert!(read("{\"b\":2}").await.is_ok());
    }

    #[tokio::test]
    async fn json_that_is_no_object_is_named() {
        for (json, kind) in [("[]", "an array"), ("null", "null"), ("\"x\"", "a string")] {
            let body = Body::from(json);
            let read = read_body(body, &Limits::default()).await;
            assert_eq!(read, Err(ReadError::NotAnObject(kind)));
        }
    }

    #[tokio::test]
    async fn a_member_that_is_repeated_is_named() {
        let body = Body::from(r#"{"a":{"b":1,"b":2}}"#);
        let read = read_body(body, &Limits::default()).await;
        let mistake = "a.b: given more than once: leave one out".to_owned();
        assert_eq!(read, Err(ReadError::Repeated(vec![mistake])));
    }

    #[tokio::test]
    async fn json_that_is_nested_without_end_is_refused() {
        let body = Body::from("[".repeat(100_000));
        let read = read_body(body, &Limits::default()).await;
        assert!(matches!(read, Err(ReadError::Refused(Refusal::NotJson(_)))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_does_not_come_is_refused() {
        let body =
            Body::from_stream(futures_util::stream::pending::<Result<&str, std::io::Error>>());
        let limits = Limits {
            body_timeout: Duration::from_secs(7),
            ..Limits::default()
        };
        let read = read_body(body, &limits).await;
        assert_eq!(read, Err(ReadError::Refused(Refusal::TooSlow)));
    }
}
