use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::json;

use crate::StoreError;
use crate::operations::OperationError;

/// What a route answers.
pub(super) type Answer = Result<Response, Problem>;

/// A value as JSON. It is not kept by the browser.
pub(super) fn answered(value: &impl Serialize) -> Response {
    let mut response = axum::Json(value).into_response();
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

/// Why there is no answer. Nothing was sent; what was changed, the text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    status: StatusCode,
    code: &'static str,
    error: String,
    /// How many a change would be about, where that is not what was expected.
    count: Option<u64>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, error: impl Into<String>) -> Self {
        Self {
            status,
            code,
            error: error.into(),
            count: None,
        }
    }

    pub fn bad_request(error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid-request", error)
    }

    pub fn not_found(error: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", error)
    }

    pub fn conflict(error: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "nothing-changed", error)
    }

    /// A change that would be about more, or fewer, than who asked for it saw.
    pub fn other_count(count: u64, expected: u64) -> Self {
        let error = format!(
            "nothing was changed: there are {count} now, not {expected}; look again, and decide again"
        );
        Self {
            count: Some(count),
            ..Self::new(StatusCode::CONFLICT, "other-count", error)
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            error.word(),
            error.to_string(),
        )
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<OperationError> for Problem {
    fn from(error: OperationError) -> Self {
        let text = error.to_string();
        match error {
            OperationError::Store(error) => error.into(),
            OperationError::Partly(error)
            | OperationError::PartlyReplayed { error, .. }
            | OperationError::Stored(error) => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, error.word(), text)
            }
            OperationError::NoEvent(_)
            | OperationError::NoNotification(_)
            | OperationError::NoName { .. } => Self::not_found(text),
            _ => Self::conflict(text),
        }
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::bad_request(rejection.body_text())
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::not_found(rejection.body_text())
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::bad_request(rejection.body_text())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = json!({ "code": self.code, "error": self.error });
        if let (Some(count), Some(body)) = (self.count, body.as_object_mut()) {
            body.insert("count".to_owned(), count.into());
        }
        (self.status, axum::Json(body)).into_response()
    }
}
