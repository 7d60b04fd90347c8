//! `get-message-status` and `cancel-message`: a message that exists.

use super::client::{Call, Session, post};
use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    CancelMessageRequest, CommandError, GetMessageStatusRequest, MessageStatus,
};
use crate::configuration::Sid;
use crate::twilio_api::{Purpose, message_sid};
use uip_kit::Failure;
use uip_kit::form;
use uip_kit::http::{Action, Part};
use uip_kit::json::Object;

/// Reads a message.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn get_message_status(request: GetMessageStatusRequest) -> Result<MessageStatus, CommandError> {
    let session = Session::open()?;
    let id = message_sid(&request.message_id)?;
    call(&session, &id, Action::Get, Purpose::Repeatable)
}

/// Cancels a scheduled message.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn cancel_message(request: CancelMessageRequest) -> Result<MessageStatus, CommandError> {
    let session = Session::open()?;
    let id = message_sid(&request.message_id)?;
    let parts = [Part::Text("Status=canceled")];
    let post = post(form::CONTENT_TYPE, &parts);
    call(&session, &id, post, Purpose::Cancellation).or_else(|error| {
        // Twilio rejects it for a message that is canceled already, such as by the
        // same command, whose answer was lost.
        if !is_too_late(&error) {
            return Err(error);
        }
        match call(&session, &id, Action::Get, Purpose::Repeatable) {
            Ok(message) if message.message_status == CANCELED => Ok(message),
            Err(CommandError::TemporaryFailure(unread)) => Err(perhaps_canceled(unread)),
            _ => Err(error),
        }
    })
}

/// The message cannot be canceled any more, and it could not be read whether it is.
fn perhaps_canceled(mut unread: Failure) -> CommandError {
    unread.error = format!(
        "The message may be canceled already, and its status could not be read: {}",
        unread.error
    );
    unread.temporary()
}

/// What a message is that was canceled.
const CANCELED: &str = "canceled";

/// Twilio's error for a message that cannot be canceled any more.
const TOO_LATE: &str = "30409";

fn is_too_late(error: &CommandError) -> bool {
    matches!(error, CommandError::PermanentFailure(failure) if failure.code == TOO_LATE)
}

fn call(
    session: &Session,
    id: &Sid,
    action: Action<'_>,
    purpose: Purpose,
) -> Result<MessageStatus, CommandError> {
    let path = session.path(&format!("Messages/{}.json", id.as_str()));
    let call = Call {
        purpose,
        ..Call::new(action, &session.access.hosts.api, &path)
    };
    session.call(&call, read)
}

fn read(answer: &Object<'_>, json: &str) -> Option<MessageStatus> {
    Some(MessageStatus {
        message_id: answer.text("sid")?,
        message_status: answer.text("status")?,
        error_code: answer.text_or_number("error_code"),
        error_message: answer.text("error_message"),
        carrier_answer: json.to_owned(),
    })
}
