//! What an answer means.

mod error_codes;
mod twilio_error;

pub use error_codes::title;

use self::twilio_error::TwilioError;
use super::purpose::{Purpose, TWILIO};
use crate::bindings::uip::whatsapp_twilio::outgoing::MessageSent;
use crate::configuration::Credentials;
use uip_kit::http::Answer;
use uip_kit::json::{Document, Object};
use uip_kit::whatsapp::recipient::{Recipient, UserId};
use uip_kit::{CommandError, Failure, Redactor};

/// The answer to a request for a message to this recipient: sent if Twilio gave it
/// an id. `credentials` are redacted from everything that is passed
/// on.
///
/// # Errors
/// Any case of `command-error` but `execution-failed`.
pub fn message_sent(
    answer: Answer,
    credentials: &Credentials,
    recipient: &Recipient,
) -> Result<MessageSent, CommandError> {
    read(answer, credentials, Purpose::Message, |object, json| {
        let to = object.text("to");
        let to = to.as_deref().map(without_channel);
        let (wa_id, user_id) = match (to, recipient) {
            (Some(to), _) if UserId::is(to) => (None, Some(to)),
            (Some(to), _) if !to.is_empty() => (Some(to), None),
            (_, Recipient::PhoneNumber(number)) => (Some(number.as_str()), None),
            (_, Recipient::UserId(id)) => (None, Some(id.as_str())),
        };
        Some(MessageSent {
            message_id: object.text("sid").filter(|sid| !sid.is_empty())?,
            message_status: object.text("status"),
            wa_id: wa_id.map(|number| number.trim_start_matches('+').to_owned()),
            user_id: user_id.map(str::to_owned),
            carrier_answer: json.to_owned(),
        })
    })
}

/// An address without `whatsapp:`.
pub fn without_channel(address: &str) -> &str {
    address.strip_prefix("whatsapp:").unwrap_or(address)
}

/// Reads an answer in JSON, which `documented` is given as an object and as text:
/// it returns `None` when it does not have the documented form.
///
/// # Errors
/// What Twilio, something between, or their silence says of the request.
pub fn read<T>(
    answer: Answer,
    credentials: &Credentials,
    purpose: Purpose,
    documented: impl FnOnce(&Object<'_>, &str) -> Option<T>,
) -> Result<T, CommandError> {
    let answer = redacted(answer, credentials);
    let body = String::from_utf8_lossy(&answer.body);
    let document = Document::parse(&body).ok();
    let object = document.as_ref().and_then(Document::object);
    if let (Some(document), Some(object)) = (&document, &object)
        && answer.is_success()
        && let Some(taken) = documented(object, document.text())
    {
        return Ok(taken);
    }
    Err(failure(answer, purpose))
}

/// What an answer means that should have had no body: that something was deleted.
///
/// # Errors
/// As [`read`].
pub fn deleted(answer: Answer, credentials: &Credentials) -> Result<(), CommandError> {
    if answer.is_success() {
        return Ok(());
    }
    Err(failure(redacted(answer, credentials), Purpose::Deletion))
}

/// The failure that an answer means which should have been a file.
pub fn no_file(answer: Answer, credentials: &Credentials) -> CommandError {
    failure(redacted(answer, credentials), Purpose::File)
}

/// The answer without the request's credentials in its body.
fn redacted(mut answer: Answer, credentials: &Credentials) -> Answer {
    let body = String::from_utf8_lossy(&answer.body);
    answer.body = credentials.redact(&body, answer.cut.is_some()).into_bytes();
    answer
}

/// What an answer means that is no success. Its body is redacted.
///
/// A 5xx proves nothing for a message, whatever it says: Twilio's page on 20500
/// warns that the message may have been sent.
fn failure(mut answer: Answer, purpose: Purpose) -> CommandError {
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    let document = Document::parse(&body).ok();
    let error = document
        .as_ref()
        .and_then(|document| TwilioError::find(document, &answer));
    if purpose == Purpose::Message && answer.status >= 500 {
        answer
            .headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case("retry-after"));
    }
    let mut failed = match error {
        Some(error) => error.classify(&answer, purpose),
        // Nothing is left to redact.
        None if is_elsewhere(&answer, &body, purpose) => {
            answer.failure_in_between(&TWILIO, purpose.effect(), &Redactor::new(""))
        }
        None => answer.failure(&TWILIO, purpose.effect(), ""),
    };
    if let Some(failure) = failure_mut(&mut failed) {
        failure.trace_id = answer.header("twilio-request-id").map(str::to_owned);
    }
    failed
}

/// Whether an answer is not Twilio's, whose errors are JSON objects, but that of
/// something between: a proxy, or a network that asks for a login first. The storage
/// that has the files answers in XML.
fn is_elsewhere(answer: &Answer, body: &str, purpose: Purpose) -> bool {
    let body = body.trim_start();
    let is_page = body.starts_with('<');
    purpose != Purpose::File && (is_page || !answer.is_success() && !body.starts_with('{'))
}

/// What an error says, to add to it or to change it.
pub fn failure_mut(error: &mut CommandError) -> Option<&mut Failure> {
    match error {
        CommandError::ExecutionFailed => None,
        CommandError::PermanentFailure(failure)
        | CommandError::TemporaryFailure(failure)
        | CommandError::PermanentUnknownOutcome(failure) => Some(failure),
    }
}
