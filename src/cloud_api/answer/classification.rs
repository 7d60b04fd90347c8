//! What an answer means.

use super::graph_error::GraphError;
use super::retry_safety::{Purpose, WHATSAPP};
use crate::bindings::uip::whatsapp::outgoing::MessageSent;
use uip_kit::Redactor;
use uip_kit::http::quoted;
use uip_kit::http::{Answer, category_of_status};
use uip_kit::json::{Document, Object, Raw};
use uip_kit::{CommandError, Failure, FailureCategory};

/// The answer of a command that sends a message.
///
/// What WhatsApp says in the body decides, and the HTTP status only where the
/// body says nothing: a message id means sent, whatever the status, because a
/// retry would send the message twice; Graph's error object is classified by
/// its code; an id together with an error object is an unknown outcome.
/// `token` is redacted from everything that is passed on.
///
/// # Errors
/// Any case of `command-error` but `execution-failed`.
pub fn message_sent(answer: &Answer, token: &str) -> Result<MessageSent, CommandError> {
    let body = String::from_utf8_lossy(&answer.body);
    let document = Document::parse(&body).ok();
    let object = document.as_ref().and_then(Document::object);
    let Some(sent) = object.as_ref().and_then(accepted) else {
        let purpose = Purpose::Message;
        let secrets = [token, ""];
        return Err(refusal(answer, &body, object.as_ref(), secrets, purpose));
    };
    match object.as_ref().and_then(GraphError::find) {
        None => Ok(sent),
        Some(error) => Err(error.beside_message(&sent.message_id, answer, &Redactor::new(token))),
    }
}

/// The answer of a command with this purpose, as `documented` reads it:
/// `None` when it has not the documented form. The secrets are the token and
/// what else in the request is secret.
///
/// # Errors
/// `permanent-failure` when WhatsApp refused it; when there is no saying,
/// `temporary-failure` where the request is safe to repeat.
pub fn read<T>(
    answer: &Answer,
    secrets: [&str; 2],
    purpose: Purpose,
    documented: impl FnOnce(&Object<'_>) -> Option<T>,
) -> Result<T, CommandError> {
    let body = String::from_utf8_lossy(&answer.body);
    let document = Document::parse(&body).ok();
    let object = document.as_ref().and_then(Document::object);
    if let Some(object) = &object
        && answer.is_success()
        && let Some(taken) = documented(object)
    {
        return Ok(taken);
    }
    Err(refusal(answer, &body, object.as_ref(), secrets, purpose))
}

/// What an answer means that is no success.
fn refusal(
    answer: &Answer,
    body: &str,
    object: Option<&Object<'_>>,
    secrets: [&str; 2],
    purpose: Purpose,
) -> CommandError {
    let redactor = Redactor::of(secrets);
    match object.and_then(GraphError::find) {
        Some(error) => error.classify(answer, &redactor, purpose),
        None => without_graph_error(answer, body, &redactor, purpose),
    }
}

/// The failure that an answer means which should have been a file.
pub fn no_file(answer: &Answer, token: &str) -> CommandError {
    let body = String::from_utf8_lossy(&answer.body);
    let document = Document::parse(&body).ok();
    let object = document.as_ref().and_then(Document::object);
    let secrets = [token, ""];
    refusal(answer, &body, object.as_ref(), secrets, Purpose::Repeatable)
}

/// The ids, when the body has the documented form of a success. Only the
/// message's id is a must.
fn accepted(answer: &Object<'_>) -> Option<MessageSent> {
    let first = |array| answer.items(array).find_map(Raw::object);
    let message = first("messages")?;
    let contact = first("contacts");
    Some(MessageSent {
        message_id: message.text("id").filter(|id| !id.is_empty())?,
        message_status: message.text("message_status"),
        wa_id: contact.and_then(|contact| contact.text("wa_id")),
        user_id: contact.and_then(|contact| contact.text("user_id")),
    })
}

/// An answer that is not WhatsApp's: a proxy's page, half an answer, or an
/// answer nobody expected. What was refused with 3xx or 4xx was not taken. A
/// 5xx proves nothing, because a proxy that lost the answer says the same;
/// only a 503 that names a time to wait is a refusal.
fn without_graph_error(
    answer: &Answer,
    body: &str,
    redactor: &Redactor<'_>,
    purpose: Purpose,
) -> CommandError {
    let status = answer.status;
    let said = quoted(&redactor.body(body, answer.cut.is_some()));
    let build = |code: &str, category, error: &str, advice: &str| {
        let mut failure = Failure::new(
            code,
            category,
            format!("{error} (HTTP status {status}, {said})."),
            advice,
        );
        failure.http_status = Some(status);
        failure
    };
    let not_whatsapp = &purpose.not_whatsapp();
    let waiting = answer.retry_after();
    match status {
        408 => temporary(
            build(
                "http-408",
                FailureCategory::Network,
                not_whatsapp,
                "Try again. If the problem persists, check the proxy between the engine and WhatsApp.",
            ),
            waiting,
        ),
        429 => temporary(
            build(
                "http-429",
                FailureCategory::Throttled,
                not_whatsapp,
                "Wait before trying again, and send more slowly.",
            ),
            waiting,
        ),
        503 if waiting.is_some() => temporary(
            build(
                "http-503",
                FailureCategory::Service,
                not_whatsapp,
                "Try again after the wait.",
            ),
            waiting,
        ),
        300..=499 => build(
            &format!("http-{status}"),
            category_of_status(status),
            not_whatsapp,
            CHECK_THE_WAY,
        )
        .permanent(),
        _ if let Some(cut) = &answer.cut => {
            cut.after_sending(&WHATSAPP, purpose.effect(), Some(status))
        }
        // Such as the page of a network that wants a login first.
        200..=299 if body.trim_start().starts_with('<') => {
            let advice = if purpose.effect().is_repeatable {
                CHECK_THE_WAY
            } else {
                &format!("{} {CHECK_THE_WAY}", purpose.unknown_advice())
            };
            purpose.unknown_outcome(build(
                "unexpected-answer",
                FailureCategory::Network,
                &purpose.perhaps_not_whatsapp(),
                advice,
            ))
        }
        200..=299 => purpose.unknown_outcome(build(
            "unexpected-answer",
            FailureCategory::Service,
            &purpose.unexpected(),
            purpose.unknown_advice(),
        )),
        _ => purpose.unknown_outcome(build(
            &format!("http-{status}"),
            FailureCategory::Service,
            &purpose.perhaps_not_whatsapp(),
            purpose.unknown_advice(),
        )),
    }
}

fn temporary(mut failure: Failure, waiting: Option<u32>) -> CommandError {
    failure.retry_after_seconds = waiting;
    failure.temporary()
}

const CHECK_THE_WAY: &str =
    "Check the property apiBaseUrl and the proxy between the engine and WhatsApp.";
