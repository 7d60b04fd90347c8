//! What an answer means.

use super::graph_error::GraphError;
use super::retry_safety::{Purpose, WHATSAPP};
use crate::bindings::uip::whatsapp::outgoing::MessageSent;
use uip_kit::Redactor;
use uip_kit::http::{Answer, quoted};
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

/// An answer that is not WhatsApp's, such as a proxy's page, or a success that nobody
/// expected.
fn without_graph_error(
    answer: &Answer,
    body: &str,
    redactor: &Redactor<'_>,
    purpose: Purpose,
) -> CommandError {
    let is_page = body.trim_start().starts_with('<');
    // The code that is missing may be 1 or 131000, which come with 400 too.
    let is_half = answer.status == 400 && body.trim_start().starts_with('{');
    if let Some(cut) = answer.cut.as_ref().filter(|_| is_half) {
        return cut.after_sending(&WHATSAPP, purpose.effect(), Some(answer.status));
    }
    if !answer.is_success() || answer.cut.is_some() || is_page {
        return answer.failure_in_between(&WHATSAPP, purpose.effect(), redactor);
    }
    let status = answer.status;
    let said = quoted(&redactor.body(body, false));
    let mut failure = Failure::new(
        "unexpected-answer",
        FailureCategory::Service,
        format!("{} (HTTP status {status}, {said}).", purpose.unexpected()),
        purpose.unknown_advice(),
    );
    failure.http_status = Some(status);
    purpose.unknown_outcome(failure)
}
