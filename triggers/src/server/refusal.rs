use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use crate::inbox::StoreError;
use crate::metrics::Metrics;

/// Why a request is refused. What is told says nothing that helps to guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    UnknownPath,
    WrongMethod,
    UnknownTrigger,
    WrongVerifyToken,
    WrongSignature,
    TooLarge,
    TooSlow,
    Cut,
    NotJson,
    NoRoom,
    Store(StoreError),
}

/// How many seconds a sender is asked to wait.
pub(super) const RETRY_AFTER: &str = "5";

impl Refusal {
    /// The word for it in metrics.
    pub fn word(&self) -> &'static str {
        match self {
            Self::UnknownPath => "unknown-path",
            Self::WrongMethod => "wrong-method",
            Self::UnknownTrigger => "unknown-trigger",
            Self::WrongVerifyToken => "wrong-verify-token",
            Self::WrongSignature => "wrong-signature",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Cut => "cut",
            Self::NotJson => "not-json",
            Self::NoRoom => "overloaded",
            Self::Store(error) => error.word(),
        }
    }

    /// The answer, after it was counted.
    pub fn counted(self, metrics: &Metrics) -> Response {
        let reason = self.word();
        metrics.refuse(reason);
        tracing::debug!(reason, "a request was refused");
        self.into_response()
    }

    fn answer(&self) -> (StatusCode, &'static str) {
        match self {
            Self::UnknownPath => (StatusCode::NOT_FOUND, "there is nothing here\n"),
            Self::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, "wrong method\n"),
            Self::UnknownTrigger => (StatusCode::NOT_FOUND, "no such trigger\n"),
            Self::WrongVerifyToken => (StatusCode::FORBIDDEN, "wrong verify token\n"),
            Self::WrongSignature => (StatusCode::UNAUTHORIZED, "wrong or missing signature\n"),
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
