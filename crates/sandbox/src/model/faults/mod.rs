//! What can go wrong between a client and WhatsApp, on demand.

mod queue;
mod script;

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(crate) use queue::Faults;
pub use queue::Operation;
pub(crate) use script::{Script, Step, act};

use crate::model::GraphError;

/// What happens to one request. Faults are queued; each `POST …/messages` (or another [`Operation`], if one
/// is named) uses up the next one.
///
/// Two kinds matter to a client. After a *refusal* nothing was sent. After an *accepted-then-cut* fault the
/// message has reached the customer, and the client cannot know: its outcome is unknown. If the request
/// itself is wrong, Graph's refusal is what gets cut, and nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "fault",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Fault {
    /// The API refuses with this error: Graph as it is written, Twilio with its code, status and headers.
    /// Nothing is sent.
    Error(GraphError),
    /// Something that is not Graph answers: a proxy's page, a redirect, JSON of another shape. The message
    /// is sent only when `status` is 2xx.
    Answer {
        /// HTTP status.
        status: u16,
        /// Headers besides `Content-Length`.
        #[serde(default)]
        headers: Vec<(String, String)>,
        /// The body, sent unchanged.
        #[serde(default)]
        body: String,
    },
    /// The connection is reset as the request arrives, before it is read. Nothing is sent and the request
    /// is not recorded.
    ResetBeforeRequest,
    /// The answer comes late. Accepted.
    Delay {
        /// How late, in milliseconds.
        millis: u64,
    },
    /// The request is read and never answered; the connection stays open. Accepted.
    StallAfterRequest,
    /// The answer's head and half its body come, then nothing more; the connection stays open. Accepted.
    StallMidBody,
    /// The connection is reset after the request was read. Accepted.
    ResetAfterRequest,
    /// The connection is reset after the answer's head and half its body. Accepted.
    ResetMidBody,
    /// The connection is closed in good order after the request was read, without an answer. Accepted.
    CloseAfterRequest,
    /// The connection is closed in good order after half the body that was announced. Accepted.
    TruncatedBody,
    /// Bytes that are not HTTP come back. Accepted.
    NotHttp,
    /// A well-formed 200 whose JSON body is padded to this size. Accepted.
    OversizedBody {
        /// Size of the body, in bytes.
        bytes: usize,
    },
    /// The right answer, a byte at a time. Accepted.
    SlowDrip {
        /// Pause after each byte, in milliseconds.
        millis: u64,
    },
}

impl Fault {
    /// The API refuses with this code, with its documented title and HTTP status.
    pub fn error(code: i64) -> Self {
        Self::Error(GraphError::new(code))
    }

    /// A proxy's HTML page with this status.
    pub fn html(status: u16) -> Self {
        Self::Answer {
            status,
            headers: vec![("content-type".to_owned(), "text/html".to_owned())],
            body: format!(
                "<!doctype html><html><head><title>{status}</title></head>\
                 <body><h1>{status}</h1><p>The proxy says so.</p></body></html>"
            ),
        }
    }

    /// This status with a body that claims to be JSON and is not.
    pub fn garbage_json(status: u16) -> Self {
        Self::Answer {
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"in".to_owned(),
        }
    }

    /// 200 with no body.
    pub fn empty_ok() -> Self {
        Self::Answer {
            status: 200,
            headers: Vec::new(),
            body: String::new(),
        }
    }

    /// 200 with JSON that is not the answer to a send.
    pub fn unexpected_json() -> Self {
        Self::Answer {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: "{\"ok\":true}".to_owned(),
        }
    }

    /// A redirect (302) to another URL.
    pub fn redirect(location: impl Into<String>) -> Self {
        Self::Answer {
            status: 302,
            headers: vec![("location".to_owned(), location.into())],
            body: String::new(),
        }
    }

    /// The answer comes this much later.
    pub fn delay(by: Duration) -> Self {
        Self::Delay {
            millis: u64::try_from(by.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// The right answer with this pause after each byte.
    pub fn slow_drip(pause: Duration) -> Self {
        Self::SlowDrip {
            millis: u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// What becomes of the connection, in a few words, if the client does not get the answer whole.
    pub(crate) fn cuts(&self) -> Option<&'static str> {
        Some(match self {
            Self::ResetBeforeRequest | Self::ResetAfterRequest => "reset",
            Self::StallAfterRequest => "silence",
            Self::CloseAfterRequest => "closed",
            Self::StallMidBody => "half, silence",
            Self::ResetMidBody => "half, reset",
            Self::TruncatedBody => "half, closed",
            Self::NotHttp => "not HTTP",
            Self::Error(_)
            | Self::Answer { .. }
            | Self::Delay { .. }
            | Self::OversizedBody { .. }
            | Self::SlowDrip { .. } => return None,
        })
    }

    /// Whether a good request still takes effect under this fault.
    pub fn accepts(&self) -> bool {
        match self {
            Self::Error(_) | Self::ResetBeforeRequest => false,
            Self::Answer { status, .. } => (200..300).contains(status),
            _ => true,
        }
    }
}

impl fmt::Display for Fault {
    /// A few words for a log line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(error) => write!(f, "refuse with {}", error.code()),
            Self::Answer { status, .. } => write!(f, "answer {status} with other words"),
            Self::ResetBeforeRequest => f.write_str("reset before the request is read"),
            Self::Delay { millis } => write!(f, "answer {millis} ms late"),
            Self::StallAfterRequest => f.write_str("never answer"),
            Self::StallMidBody => f.write_str("fall silent after half the answer"),
            Self::ResetAfterRequest => f.write_str("reset instead of an answer"),
            Self::ResetMidBody => f.write_str("reset after half the answer"),
            Self::CloseAfterRequest => f.write_str("close instead of an answer"),
            Self::TruncatedBody => f.write_str("close after half the answer"),
            Self::NotHttp => f.write_str("answer with noise"),
            Self::OversizedBody { bytes } => write!(f, "pad the answer to {bytes} bytes"),
            Self::SlowDrip { millis } => write!(f, "answer a byte each {millis} ms"),
        }
    }
}

impl From<GraphError> for Fault {
    fn from(error: GraphError) -> Self {
        Self::Error(error)
    }
}
