//! Answers with the headers that Twilio sends.

use serde_json::Value;

use crate::answer::Answer;
use crate::model::ids::Ids;
use crate::model::twilio::TwilioError;

/// A body of JSON, from the host of this product.
pub(super) fn json(status: u16, body: &Value, product: &str, ids: &mut Ids) -> Answer {
    let mut answer = Answer::bytes(status, "application/json", body.to_string());
    add_headers(&mut answer, product, ids);
    answer
}

/// No body, after a deletion.
pub(super) fn empty(product: &str, ids: &mut Ids) -> Answer {
    let mut answer = Answer {
        status: 204,
        headers: Vec::new(),
        body: Vec::new(),
    };
    add_headers(&mut answer, product, ids);
    answer
}

/// A refusal in Twilio's words.
pub(super) fn refusal(error: &TwilioError, product: &str, ids: &mut Ids) -> Answer {
    let mut answer = json(error.http_status(), &error.body(), product, ids);
    if error.http_status() == 401 {
        answer.header("www-authenticate", "Basic realm=\"Twilio API\"");
    }
    for (name, value) in error.headers() {
        answer.header(name, value);
    }
    answer
}

fn add_headers(answer: &mut Answer, product: &str, ids: &mut Ids) {
    answer.header("twilio-concurrent-requests", "1");
    answer.header("twilio-request-id", ids.sid("RQ"));
    answer.header("twilio-request-duration", "0.001");
    answer.header("x-home-region", "us1");
    answer.header("x-api-domain", format!("{product}.twilio.com"));
}
