use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use crate::Response;

/// What a command would do. Nothing was sent, and no event was passed on.
///
/// As JSON it is `{"status": "dry-run", "requests": […]}`, or the answer as it
/// would be. Where the last request only asks, `note` says that more may
/// follow. It is one line.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum DryRun {
    /// It would send these requests. Usually it is one: what a later one would
    /// be depends on the answer to the first, which nobody gave.
    Requests(Vec<OutgoingRequest>),
    /// It would send none, and answer this.
    Answer(Response),
}

/// A request that a command would send, without the values of secret
/// properties.
///
/// As JSON it has the members `method`, `url`, `headers`, and at most one of
/// three for the body: `body`, `bodyBase64` or `bodyOmitted`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OutgoingRequest {
    /// The HTTP method: `POST`.
    pub method: String,
    /// The URL.
    pub url: String,
    /// The headers, in the order of their names. Values of one name are joined
    /// with a comma and a space.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: OutgoingBody,
}

/// The body of an [`OutgoingRequest`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum OutgoingBody {
    /// There is none.
    Empty,
    /// `body`: JSON as it was written, or any other text as a JSON string.
    Json(Box<RawValue>),
    /// `bodyBase64`: bytes that are not text.
    Bytes(Vec<u8>),
    /// `"bodyOmitted": true`: it is too large to show, or it is bytes with a
    /// secret among them.
    Omitted,
}

impl OutgoingBody {
    /// A body of text. JSON stays as it was written, including its spaces, but
    /// on one line: a line break can only be white space there.
    pub fn text(text: &str) -> Self {
        let json = RawValue::from_string(text.replace(['\n', '\r'], " "))
            .or_else(|_| to_raw_value(text))
            .unwrap_or_else(|_| RawValue::NULL.to_owned());
        Self::Json(json)
    }
}

impl OutgoingRequest {
    /// A request that would be sent.
    pub fn new(
        method: impl Into<String>,
        url: impl Into<String>,
        headers: BTreeMap<String, String>,
        body: OutgoingBody,
    ) -> Self {
        Self {
            method: method.into(),
            url: url.into(),
            headers,
            body,
        }
    }

    /// A command that asks first does something with the answer.
    fn note(&self) -> Option<&'static str> {
        matches!(self.method.as_str(), "GET" | "HEAD").then_some(
            "what the command sends after this request, if anything, depends on its answer",
        )
    }
}

impl Serialize for OutgoingRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("method", &self.method)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("headers", &self.headers)?;
        match &self.body {
            OutgoingBody::Empty => {}
            OutgoingBody::Json(json) => map.serialize_entry("body", json)?,
            OutgoingBody::Bytes(bytes) => {
                map.serialize_entry("bodyBase64", &STANDARD.encode(bytes))?;
            }
            OutgoingBody::Omitted => map.serialize_entry("bodyOmitted", &true)?,
        }
        map.end()
    }
}

impl Serialize for DryRun {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'r> {
            status: &'static str,
            requests: &'r [OutgoingRequest],
            #[serde(skip_serializing_if = "Option::is_none")]
            note: Option<&'static str>,
        }
        match self {
            Self::Requests(requests) => Shown {
                status: "dry-run",
                requests,
                note: requests.last().and_then(OutgoingRequest::note),
            }
            .serialize(serializer),
            Self::Answer(response) => response.serialize(serializer),
        }
    }
}
