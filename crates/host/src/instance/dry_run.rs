use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::{CallError, Instance, Response};
use crate::events::{Event, Refusal};
use crate::outgoing::{Door, Recorded, Recorder};
use crate::secrets::Secrets;

/// What a command would do. Nothing was sent, and no event was passed on.
#[derive(Debug)]
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
/// As JSON it has the members `method`, `url`, `headers`, and one of three for
/// the body: `body`, which is JSON as it stands or else text; `bodyBase64` for
/// bytes that are no text; or `bodyOmitted` when the body is over 64 MiB, or
/// bytes with a secret among them. With no body there is none of them.
#[derive(Debug, Clone, Serialize)]
pub struct OutgoingRequest {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Box<RawValue>>,
    #[serde(rename = "bodyBase64", skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
    #[serde(rename = "bodyOmitted", skip_serializing_if = "std::ops::Not::not")]
    body_omitted: bool,
}

/// `{"status": "dry-run", "requests": […]}`, or the answer as it would be. Where
/// the last request only asks, `note` says that more may follow. It is one line.
impl Serialize for DryRun {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Kept<'r> {
            status: &'static str,
            requests: &'r [OutgoingRequest],
            #[serde(skip_serializing_if = "Option::is_none")]
            note: Option<&'static str>,
        }
        match self {
            Self::Requests(requests) => Kept {
                status: "dry-run",
                requests,
                note: requests.last().and_then(OutgoingRequest::note),
            }
            .serialize(serializer),
            Self::Answer(response) => response.serialize(serializer),
        }
    }
}

impl Instance {
    /// Runs a command with a door that is shut: nothing leaves, and its events
    /// are taken and thrown away. It works for any adapter.
    ///
    /// A request to a host that is not allowed is denied as always, and the
    /// command answers for it.
    ///
    /// # Errors
    /// As [`Instance::call`].
    pub async fn dry_run(&self, command: &str, request: Value) -> Result<DryRun, CallError> {
        let recorder = Recorder::default();
        let door = Door::Shut(recorder.clone());
        let called = self
            .call_through(command, request, Arc::new(thrown_away), door)
            .await;
        let kept = recorder.take();
        if kept.is_empty() {
            return called.map(DryRun::Answer);
        }
        let shown = |request| OutgoingRequest::new(request, &self.inner.secrets);
        Ok(DryRun::Requests(kept.into_iter().map(shown).collect()))
    }
}

async fn thrown_away(_: Event) -> Result<(), Refusal> {
    Ok(())
}

impl OutgoingRequest {
    /// A command that asks first does something with the answer.
    fn note(&self) -> Option<&'static str> {
        matches!(self.method.as_str(), "GET" | "HEAD").then_some(
            "what the command sends after this request, if anything, depends on its answer",
        )
    }

    fn new(recorded: Recorded, secrets: &Secrets) -> Self {
        let mut request = Self {
            method: recorded.head.method.to_string(),
            url: secrets.scrub(&recorded.head.uri.to_string()).into_owned(),
            headers: headers(&recorded.head.headers, secrets),
            body: None,
            body_base64: None,
            body_omitted: recorded.body.is_none(),
        };
        match recorded.body {
            None => {}
            Some(body) if body.is_empty() => {}
            Some(body) => match std::str::from_utf8(&body) {
                Ok(text) => request.body = Some(json_or_text(&secrets.scrub(text))),
                // Nothing can be taken out of bytes without another meaning.
                Err(_) if holds_a_secret(&body, secrets) => request.body_omitted = true,
                Err(_) => request.body_base64 = Some(STANDARD.encode(&body)),
            },
        }
        request
    }
}

fn holds_a_secret(bytes: &[u8], secrets: &Secrets) -> bool {
    let text = String::from_utf8_lossy(bytes);
    secrets.scrub(&text) != text
}

/// JSON stays as it was written, down to its spaces, but on one line: a line
/// break can only be white space there.
fn json_or_text(text: &str) -> Box<RawValue> {
    RawValue::from_string(text.replace(['\n', '\r'], " "))
        .or_else(|_| to_raw_value(text))
        .unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// In the order of their names: that of a request says nothing.
fn headers(headers: &http::HeaderMap, secrets: &Secrets) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = secrets.scrub(&value);
        all.entry(name.as_str().to_owned())
            .and_modify(|earlier| {
                earlier.push_str(", ");
                earlier.push_str(&value);
            })
            .or_insert_with(|| value.clone().into_owned());
    }
    all
}
