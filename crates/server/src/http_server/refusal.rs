use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::refusal_log::Refused;
use crate::inbox::StoreError;
use crate::metrics::Metrics;

/// Why a request is refused. What is told says nothing that helps to guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    UnknownPath,
    /// A path of the commands API that it does not have, or does not serve.
    NoCommand,
    WrongMethod,
    UnknownTrigger,
    WrongMode,
    WrongVerifyToken,
    MissingChallenge,
    WrongSignature,
    /// A signature over the URL and the body.
    WrongUrlSignature,
    TooLarge,
    TooSlow,
    Cut,
    WrongContentType,
    NotText,
    NotJson,
    NoRoom,
    Store(StoreError),
}

/// How many seconds a sender is asked to wait.
pub(super) const RETRY_AFTER: &str = "5";

impl Refusal {
    /// For a path that nothing is at.
    pub fn of_path(path: &str) -> Self {
        if path.starts_with("/adapters/") || path == "/openapi.json" {
            Self::NoCommand
        } else {
            Self::UnknownPath
        }
    }

    /// The word for it in metrics.
    pub fn word(&self) -> &'static str {
        match self {
            Self::UnknownPath | Self::NoCommand => "unknown-path",
            Self::WrongMethod => "wrong-method",
            Self::UnknownTrigger => "unknown-trigger",
            Self::WrongMode => "wrong-mode",
            Self::WrongVerifyToken => "wrong-verify-token",
            Self::MissingChallenge => "missing-challenge",
            Self::WrongSignature | Self::WrongUrlSignature => "wrong-signature",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Cut => "cut",
            Self::WrongContentType => "wrong-content-type",
            Self::NotText => "not-text",
            Self::NotJson => "not-json",
            Self::NoRoom => "overloaded",
            Self::Store(error) => error.word(),
        }
    }

    /// What an operator can do, if it is not the sender's fault.
    fn advice(&self) -> Option<&'static str> {
        match self {
            Self::UnknownPath | Self::UnknownTrigger => Some(
                "if Meta sent it, compare the callback URL with the addresses in the line that begins with `ready:`",
            ),
            Self::NoCommand => Some(
                "if an engine called a command, set a commandsToken; `ready:` says whether the commands API is on",
            ),
            Self::WrongMode => Some(
                "a subscription check has hub.mode=subscribe; this was another client, or a proxy changed the query",
            ),
            Self::WrongVerifyToken => Some(
                "compare the verify token in Meta's dashboard with the trigger's verifyToken, or its name where it has none",
            ),
            Self::MissingChallenge => {
                Some("a subscription check has a hub.challenge; a proxy may have removed it")
            }
            Self::WrongSignature => Some(
                "compare the app's App Secret with the trigger's authenticationKey, and make sure that no proxy changes the body or removes the header",
            ),
            Self::WrongUrlSignature => Some(
                "compare the account's Auth Token with the trigger's authenticationKey, and the URL that is set at the service with publicUrl and the trigger's path; make sure that no proxy changes the path, the query or the body",
            ),
            Self::WrongContentType => Some(
                "the trigger accepts application/x-www-form-urlencoded and JSON, in UTF-8 and not compressed",
            ),
            Self::TooLarge => Some("raise server.maxBody if the sender is to be accepted"),
            Self::NoRoom => Some("raise server.maxBodies if it does not pass"),
            Self::WrongMethod
            | Self::TooSlow
            | Self::Cut
            | Self::NotText
            | Self::NotJson
            | Self::Store(_) => None,
        }
    }

    /// The response, after the refusal was counted and logged. `trigger` and
    /// `path` say what the request was for.
    pub fn counted(self, metrics: &Metrics, trigger: Option<&str>, path: Option<&str>) -> Response {
        match &self {
            Self::Store(error) if *error != StoreError::Overloaded => {
                // The inbox logs its failures, once for all requests.
                metrics.count_refused(self.word());
            }
            _ => metrics.refuse(&Refused {
                reason: self.word(),
                trigger,
                path,
                advice: self.advice(),
            }),
        }
        self.into_response()
    }

    fn answer(&self) -> (StatusCode, &'static str) {
        match self {
            Self::UnknownPath => (StatusCode::NOT_FOUND, "there is nothing here\n"),
            Self::NoCommand => (
                StatusCode::NOT_FOUND,
                "there is nothing here: commands are POST /adapters/NAME/commands/COMMAND, and only if a commandsToken is set\n",
            ),
            Self::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, "wrong method\n"),
            Self::UnknownTrigger => (StatusCode::NOT_FOUND, "no such trigger\n"),
            Self::WrongMode => (StatusCode::FORBIDDEN, "hub.mode is not subscribe\n"),
            Self::WrongVerifyToken => (StatusCode::FORBIDDEN, "wrong verify token\n"),
            Self::MissingChallenge => (StatusCode::FORBIDDEN, "hub.challenge is missing\n"),
            Self::WrongSignature | Self::WrongUrlSignature => {
                (StatusCode::UNAUTHORIZED, "wrong or missing signature\n")
            }
            Self::WrongContentType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body is neither a form nor JSON\n",
            ),
            Self::NotText => (StatusCode::BAD_REQUEST, "the body is not UTF-8\n"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "the body is too large\n"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "the body took too long\n"),
            Self::Cut => (StatusCode::BAD_REQUEST, "the body was cut\n"),
            Self::NotJson => (StatusCode::BAD_REQUEST, "the body is not JSON\n"),
            Self::NoRoom | Self::Store(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "not stored; send it again later\n",
            ),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, text) = self.answer();
        let mut response = (status, text).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        if matches!(
            self,
            Self::TooLarge | Self::TooSlow | Self::Cut | Self::NoRoom
        ) {
            // There may be a rest of the body, which is not read.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}
