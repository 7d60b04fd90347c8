use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::refusal::{self, RETRY_AFTER, Refusal};
use crate::{CallFault, Outcome};

/// What came of a call, as HTTP says it.
pub(super) fn answer(command: &str, result: Result<Outcome, CallFault>) -> Response {
    match result {
        Ok(outcome) => {
            let status = status(&outcome);
            let wait = outcome.retry_after_seconds().unwrap_or(RETRY_AFTER);
            response(status, wait, outcome.json())
        }
        Err(CallFault::Execution {
            code,
            error,
            retryable,
        }) => {
            let json = refusal::failure(retryable, &code, &error);
            let status = if retryable {
                StatusCode::SERVICE_UNAVAILABLE
            } else {
                StatusCode::FAILED_DEPENDENCY
            };
            response(status, RETRY_AFTER, &json)
        }
        Err(CallFault::Permanent { code, error }) => response(
            StatusCode::UNPROCESSABLE_ENTITY,
            RETRY_AFTER,
            &refusal::failure(false, &code, &error),
        ),
        Err(CallFault::InvalidRequest(mistakes)) => {
            Refusal::InvalidRequest(command.to_owned(), mistakes).into_response()
        }
        Err(CallFault::UnknownAdapter(name)) => {
            Refusal::unknown_adapter(&name, std::iter::empty()).into_response()
        }
        Err(CallFault::UnknownCommand(text)) => Refusal::UnknownCommand(text).into_response(),
    }
}

/// What a dry run kept back.
pub(super) fn would_send(requests: &RawValue) -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    (json, requests.get().to_owned()).into_response()
}

/// A call that ended without a result, because the host failed in it.
pub(super) fn broken() -> CallFault {
    CallFault::Execution {
        code: "host-failed".to_owned(),
        error: "the host failed during the call, so it is not known whether something was sent: \
                find out before you try again"
            .to_owned(),
        retryable: false,
    }
}

fn status(outcome: &Outcome) -> StatusCode {
    let case = outcome.json().get("failure").and_then(Value::as_str);
    if outcome.is_success() {
        StatusCode::OK
    } else if outcome.is_retryable() {
        StatusCode::SERVICE_UNAVAILABLE
    } else if case
        .is_some_and(|case| case.contains("unknown-outcome") || case == "execution-failed")
    {
        StatusCode::FAILED_DEPENDENCY
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

fn response(status: StatusCode, wait: u64, json: &Map<String, Value>) -> Response {
    let mut response = (status, axum::Json(json)).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let wait = HeaderValue::from(wait);
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answered(json: Value) -> (u16, Option<String>) {
        let Value::Object(json) = json else {
            panic!("an answer is an object");
        };
        told(Ok(Outcome::new(json)))
    }

    fn told(result: Result<Outcome, CallFault>) -> (u16, Option<String>) {
        let response = answer("send", result);
        let wait = response.headers().get(header::RETRY_AFTER);
        let wait = wait.map(|wait| wait.to_str().unwrap().to_owned());
        (response.status().as_u16(), wait)
    }

    fn failed(case: &str, retryable: bool) -> (u16, Option<String>) {
        answered(json!({ "status": "failure", "failure": case, "retryable": retryable }))
    }

    #[test]
    fn each_way_to_end_has_its_status() {
        assert_eq!(answered(json!({ "status": "success" })), (200, None));
        assert_eq!(failed("permanent-failure", false), (422, None));
        assert_eq!(failed("permanent-unknown-outcome", false), (424, None));
        assert_eq!(failed("execution-failed", false), (424, None));
        assert_eq!(failed("temporary-failure", true).0, 503);
        assert_eq!(failed("a-case-nobody-knows", true).0, 503);
        assert_eq!(failed("a-permanent-case", false), (422, None));
    }

    #[test]
    fn the_wait_is_the_one_the_command_names_or_a_short_one() {
        let named = json!({ "status": "failure", "retryable": true, "retryAfterSeconds": 61 });
        assert_eq!(answered(named), (503, Some("61".to_owned())));
        let unnamed = json!({ "status": "failure", "retryable": true });
        assert_eq!(answered(unnamed), (503, Some("5".to_owned())));
    }

    #[test]
    fn an_adapter_that_was_stopped_may_be_called_again_only_if_nothing_left() {
        let stopped = |retryable| CallFault::Execution {
            code: "guest-trapped".to_owned(),
            error: "the adapter crashed".to_owned(),
            retryable,
        };
        assert_eq!(told(Err(stopped(true))), (503, Some("5".to_owned())));
        assert_eq!(told(Err(stopped(false))), (424, None));
        assert_eq!(told(Err(broken())), (424, None));
        let too_large = CallFault::Permanent {
            code: "value-too-large".to_owned(),
            error: "the answer is too large; nothing was sent".to_owned(),
        };
        assert_eq!(told(Err(too_large)), (422, None));
    }
}
