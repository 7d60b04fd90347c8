use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value};
use uip_contract::{Mistakes, suggestion};

/// How many seconds a caller is asked to wait where nobody knows better.
pub(super) const RETRY_AFTER: u64 = 5;

/// How many characters of a name that somebody made up are shown.
const SHOWN: usize = 80;

/// Stands in the extensions of a response that refuses a request before its
/// command ran, for whoever counts refusals. Holds the word for the reason,
/// which is the `code` in the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(pub &'static str);

/// Why the host does not run a command. Nothing ran, so nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    Unauthorized,
    /// The token does not open this adapter.
    Forbidden(String),
    UnknownAdapter(String, Option<String>),
    /// What there is to say, with what was perhaps meant.
    UnknownCommand(String),
    /// The methods that are allowed instead.
    WrongMethod(&'static str),
    NotJsonType,
    TooLarge(usize),
    TooSlow,
    Cut,
    /// Where and how the JSON is wrong.
    NotJson(String),
    /// The command, and every mistake.
    InvalidRequest(String, Vec<String>),
    /// Every mistake in the properties of the call.
    InvalidProperties(Vec<String>),
    Overloaded,
}

impl Refusal {
    /// Properties that cannot be given for a call, or not with these values.
    pub fn properties(mistakes: &Mistakes) -> Self {
        Self::InvalidProperties(mistakes.iter().map(ToString::to_string).collect())
    }

    /// An adapter that the token does not open.
    pub fn forbidden(name: &str) -> Self {
        Self::Forbidden(cut(name))
    }

    /// An adapter that is not among `known`.
    pub fn unknown_adapter<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Self {
        Self::UnknownAdapter(cut(name), suggestion(name, known))
    }

    /// A command that is not among `known`.
    pub fn unknown_command<'k>(
        adapter: &str,
        command: &str,
        known: impl Iterator<Item = &'k str>,
    ) -> Self {
        let hint = hint(suggestion(command, known).as_deref());
        Self::UnknownCommand(format!(
            "`{adapter}` has no command `{}`{hint}",
            cut(command)
        ))
    }

    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            Self::UnknownAdapter(..) => (StatusCode::NOT_FOUND, "unknown-adapter"),
            Self::UnknownCommand(_) => (StatusCode::NOT_FOUND, "unknown-command"),
            Self::WrongMethod(_) => (StatusCode::METHOD_NOT_ALLOWED, "wrong-method"),
            Self::NotJsonType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-content-type"),
            Self::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "too-slow"),
            Self::Cut => (StatusCode::BAD_REQUEST, "cut"),
            Self::NotJson(_) => (StatusCode::BAD_REQUEST, "not-json"),
            Self::InvalidRequest(..) => (StatusCode::BAD_REQUEST, "invalid-request"),
            Self::InvalidProperties(_) => (StatusCode::BAD_REQUEST, "invalid-properties"),
            Self::Overloaded => (StatusCode::SERVICE_UNAVAILABLE, "overloaded"),
        }
    }

    fn what(&self) -> String {
        match self {
            Self::Unauthorized => {
                "the header `Authorization: Bearer TOKEN` is missing, or the token is wrong".into()
            }
            Self::Forbidden(name) => format!(
                "the token does not open the adapter `{name}`; use the `commandsToken` of `[adapters.{name}]` or of `[server]`"
            ),
            Self::UnknownAdapter(name, suggestion) => {
                format!("there is no adapter `{name}`{}", hint(suggestion.as_deref()))
            }
            Self::UnknownCommand(text) => text.clone(),
            Self::WrongMethod(allowed) => format!("the method is not allowed; use {allowed}"),
            Self::NotJsonType => {
                "the request must come as `Content-Type: application/json`, not compressed".into()
            }
            Self::TooLarge(most) => format!(
                "the request is larger than {most} bytes; `maxBody` in `[server]` raises that"
            ),
            Self::TooSlow => "the request took too long to arrive".into(),
            Self::Cut => "the request did not arrive to its end".into(),
            Self::NotJson(why) => format!("the request is not JSON: {why}"),
            Self::InvalidRequest(command, mistakes) => format!(
                "the request does not fit `{command}`: {}",
                mistakes.join("; ")
            ),
            Self::InvalidProperties(mistakes) => {
                format!("the properties of the call are wrong: {}", mistakes.join("; "))
            }
            Self::Overloaded => "too many calls run at the moment, or their bodies are all that `maxBodies` in `[server]` allows; send it again later".into(),
        }
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Unauthorized => {
                Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            Self::WrongMethod(allowed) => Some((header::ALLOW, HeaderValue::from_static(allowed))),
            Self::Overloaded => Some((header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER))),
            // The rest of the body is not read.
            Self::TooLarge(_) | Self::TooSlow | Self::Cut => {
                Some((header::CONNECTION, HeaderValue::from_static("close")))
            }
            _ => None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        let retryable = matches!(self, Self::Overloaded | Self::TooSlow | Self::Cut);
        let error = format!("{} (nothing was sent)", self.what());
        let mut json = failure(retryable, code, &error);
        let header = self.header();
        if let Self::InvalidRequest(_, mistakes) | Self::InvalidProperties(mistakes) = self {
            json.insert("mistakes".to_owned(), mistakes.into());
        }
        tracing::debug!(code, "a call was refused");
        let mut response = (status, axum::Json(json)).into_response();
        response.headers_mut().extend(header);
        response.extensions_mut().insert(Refused(code));
        response
    }
}

/// A failure that the adapter did not answer itself, in the form of its own.
pub(super) fn failure(retryable: bool, code: &str, error: &str) -> Map<String, Value> {
    Map::from_iter([
        ("status".to_owned(), "failure".into()),
        ("failure".to_owned(), "execution-failed".into()),
        ("retryable".to_owned(), retryable.into()),
        ("code".to_owned(), code.into()),
        ("error".to_owned(), error.into()),
    ])
}

/// A suggestion, after the sentence that it belongs to.
fn hint(suggestion: Option<&str>) -> String {
    suggestion
        .map(|suggestion| format!("; {suggestion}"))
        .unwrap_or_default()
}

/// A name as an error shows it: never much of it, and on one line.
fn cut(name: &str) -> String {
    let mut shown: String = name.escape_debug().take(SHOWN).collect();
    if shown.len() < name.len() && shown.chars().count() == SHOWN {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_of_a_long_name_is_shown_and_line_breaks_are_escaped() {
        assert_eq!(cut("a\nb"), "a\\nb");
        assert_eq!(cut("whatsapp"), "whatsapp");
        let shown = cut(&"ä".repeat(5000));
        assert_eq!(shown.chars().count(), SHOWN + 1);
        assert!(shown.ends_with('…'));
    }
}
