use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use uip_contract::{self as contract, CallError, ExecutionCode, ExecutionFailure, FailureKind};

use super::refusal::{self, RETRY_AFTER, Refusal};

/// What came of a call, as HTTP says it.
pub(super) fn answer(command: &str, result: Result<contract::Response, CallError>) -> Response {
    match result {
        Ok(answer) => {
            let status = answer.failure_kind().map_or(StatusCode::OK, status);
            let wait = answer.retry_after_seconds().unwrap_or(RETRY_AFTER);
            response(status, wait, &answer)
        }
        Err(CallError::Execution(failure)) => {
            response(status(failure.kind()), RETRY_AFTER, &failure.to_json())
        }
        Err(CallError::InvalidRequest(mistakes)) => {
            let mistakes = mistakes.iter().map(ToString::to_string).collect();
            Refusal::InvalidRequest(command.to_owned(), mistakes).into_response()
        }
        Err(CallError::InvalidProperties(mistakes)) => {
            Refusal::properties(&mistakes).into_response()
        }
        Err(CallError::UnknownAdapter(name)) => {
            Refusal::unknown_adapter(&name, std::iter::empty()).into_response()
        }
        Err(unknown @ CallError::UnknownCommand { .. }) => {
            Refusal::UnknownCommand(unknown.to_string()).into_response()
        }
        Err(other) => {
            let json = refusal::failure(false, "not-called", &other.to_string());
            response(StatusCode::FAILED_DEPENDENCY, RETRY_AFTER, &json)
        }
    }
}

/// A call that ended without a result, because the host failed in it.
pub(super) fn broken() -> CallError {
    let what = "the host failed during the call";
    ExecutionFailure::new(ExecutionCode::HostFailed, true, what).into()
}

fn status(kind: FailureKind) -> StatusCode {
    match kind {
        FailureKind::Temporary => StatusCode::SERVICE_UNAVAILABLE,
        FailureKind::Permanent => StatusCode::UNPROCESSABLE_ENTITY,
        FailureKind::UnknownOutcome => StatusCode::FAILED_DEPENDENCY,
    }
}

fn response(status: StatusCode, wait: u64, json: &impl Serialize) -> Response {
    let mut response = (status, axum::Json(json)).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let wait = HeaderValue::from(wait);
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uip_contract::Response as Answer;

    use super::*;

    fn answered(result: Result<Answer, CallError>) -> (u16, Option<String>) {
        let response = answer("send", result);
        let wait = response.headers().get(header::RETRY_AFTER);
        let wait = wait.map(|wait| wait.to_str().unwrap().to_owned());
        (response.status().as_u16(), wait)
    }

    #[test]
    fn each_way_to_end_has_its_status() {
        let failed = |case: &str| answered(Ok(Answer::failed(case, []))).0;
        assert_eq!(answered(Ok(Answer::success([]))), (200, None));
        assert_eq!(failed("permanent-failure"), 422);
        assert_eq!(failed("permanent-unknown-outcome"), 424);
        assert_eq!(failed("temporary-failure"), 503);
        assert_eq!(failed("a-case-nobody-knows"), 503);
    }

    #[test]
    fn the_wait_is_the_one_the_command_names_or_a_short_one() {
        let wait = |fields: &[(String, serde_json::Value)]| {
            answered(Ok(Answer::failed("temporary-failure", fields.to_vec()))).1
        };
        let named = ("retryAfterSeconds".to_owned(), json!(61));
        assert_eq!(wait(&[named]).as_deref(), Some("61"));
        assert_eq!(wait(&[]).as_deref(), Some("5"));
    }

    #[test]
    fn an_adapter_that_was_stopped_may_be_called_again_only_if_nothing_left() {
        let stopped = |code, maybe_sent| {
            let failure = ExecutionFailure::new(code, maybe_sent, "the adapter crashed");
            answered(Err(failure.into()))
        };
        let crashed = ExecutionCode::GuestTrapped;
        assert_eq!(stopped(crashed, false), (503, Some("5".to_owned())));
        assert_eq!(stopped(crashed, true), (424, None));
        assert_eq!(answered(Err(broken())), (424, None));
    }
}
