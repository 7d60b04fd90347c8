//! `test-connection`: whether the adapter is set up correctly.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    CommandError, ConnectionTested, TestConnectionRequest,
};
use crate::configuration::{self, Sender, callback_url};
use crate::twilio_api::answer::failure_mut;
use crate::twilio_api::{page, sender};
use uip_kit::FailureCategory;
use uip_kit::http::Action;
use uip_kit::phone_number::PhoneNumber;
use uip_kit::property::refuse;

/// A thousand senders: far more than an account may have.
const MOST_PAGES: usize = 10;

/// Checks all properties, and fails with everything that is wrong with them; then
/// reads one message of the account, which proves the credentials, and looks for
/// the number among its senders. There the first thing that is wrong is the
/// failure. The account itself is not read: that answer has its Auth Token.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn test_connection(request: TestConnectionRequest) -> Result<ConnectionTested, CommandError> {
    let properties = configuration::properties()?;
    configuration::check(&properties)?;
    let session = Session::of(&properties)?;
    let own = Sender::parse(&properties)?;
    let webhook = callback_url("webhookUrl", &properties.webhook_url)?;

    let path = session.path("Messages.json?PageSize=1");
    let call = Call::new(Action::Get, &session.access.hosts.api, &path);
    session
        .call(&call, |answer, _| {
            answer.get("messages")?.items().map(|_| ())
        })
        .map_err(unknown_account)?;
    let Some(number) = own.number() else {
        return match request.check_webhook {
            Some(true) => Err(nothing_to_check()),
            _ => Ok(sender::nothing()),
        };
    };
    let tested = match find(&session, number)? {
        Some(tested) => sender::usable(tested)?,
        None => return Ok(sender::absent(number)?),
    };
    let by_default = own.service().is_none();
    match (&webhook, request.check_webhook) {
        (Some(url), check) if check.unwrap_or(by_default) => {
            Ok(sender::calls(tested, url.as_str())?)
        }
        (None, Some(true)) => Err(nothing_to_check()),
        _ => Ok(tested),
    }
}

/// The sender with this number.
fn find(session: &Session, number: &PhoneNumber) -> Result<Option<ConnectionTested>, CommandError> {
    let mut path = format!("{}?Channel=whatsapp&PageSize=100", sender::PATH);
    for _ in 0..MOST_PAGES {
        let call = Call::new(Action::Get, &session.access.hosts.messaging, &path);
        let (found, next) = session.call(&call, |answer, _| {
            let senders = sender::list(answer)?;
            let found = senders.iter().find(|it| sender::is(it, number));
            let found = found.map(|it| sender::read(it, number));
            Some((found, page::next(answer, sender::PATH)))
        })?;
        match next {
            Some(next) if found.is_none() => path = next,
            _ => return Ok(found),
        }
    }
    Ok(None)
}

/// The account's messages are always there: if not, the account is another.
fn unknown_account(mut error: CommandError) -> CommandError {
    if let Some(failure) = failure_mut(&mut error)
        && failure.code == "20404"
    {
        failure.category = FailureCategory::Configuration;
        "Check the property accountSid: Twilio does not know this account."
            .clone_into(&mut failure.advice);
    }
    error
}

fn nothing_to_check() -> CommandError {
    refuse(
        "missing-webhook-url",
        "The field checkWebhook needs the properties from and webhookUrl, and one of them is not \
         set.",
        "Set both, or leave checkWebhook out.",
    )
}
