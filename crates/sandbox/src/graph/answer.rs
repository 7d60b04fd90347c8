//! Answers with the headers that Graph sends.

use serde_json::Value;

use crate::answer::Answer;
use crate::model::GraphError;
use crate::model::ids::Ids;

/// A body of JSON.
pub(super) fn json(status: u16, body: &Value) -> Answer {
    let mut answer = Answer::bytes(status, "application/json", body.to_string());
    answer.header("cache-control", "private, no-cache, no-store");
    answer.header("facebook-api-version", "v25.0");
    answer
}

/// A refusal in Graph's words, with a trace id of its own.
pub(super) fn refusal(error: &GraphError, ids: &mut Ids) -> Answer {
    let trace = ids.trace();
    let mut answer = json(error.http_status(), &error.body(&trace));
    answer.header("x-fb-trace-id", trace);
    answer.header(
        "www-authenticate",
        format!(
            "OAuth \"Facebook Platform\" \"invalid_request\" \"{}\"",
            error.message_text().replace(['"', '\r', '\n'], "'")
        ),
    );
    for (name, value) in error.headers() {
        answer.header(name, value);
    }
    answer
}
