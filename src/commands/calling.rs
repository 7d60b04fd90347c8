//! The steps that commands share which ask WhatsApp for something, or have it
//! changed, without sending a message. Each of them may be repeated.

use crate::bindings::uip::whatsapp::types::CommandError;
use crate::cloud_api::{Answer, Purpose, read};
use crate::configuration::SendingConfiguration;
use crate::json::Object;
use crate::transport::{self, Action, LARGEST_JSON, Request};

/// What is asked of WhatsApp: an action at a path, which begins behind the
/// version.
pub fn ask<T>(
    configuration: &SendingConfiguration,
    action: Action<'_>,
    path: &str,
    documented: impl FnOnce(&Object<'_>) -> Option<T>,
) -> Result<T, CommandError> {
    ask_for(Purpose::Repeatable, configuration, action, path, documented)
}

/// As [`ask`], where the purpose has a name.
pub fn ask_for<T>(
    purpose: Purpose,
    configuration: &SendingConfiguration,
    action: Action<'_>,
    path: &str,
    documented: impl FnOnce(&Object<'_>) -> Option<T>,
) -> Result<T, CommandError> {
    let most = LARGEST_JSON;
    ask_within(most, purpose, configuration, action, path, documented)
}

/// As [`ask_for`], for an answer of at most so many bytes.
pub fn ask_within<T>(
    largest: usize,
    purpose: Purpose,
    configuration: &SendingConfiguration,
    action: Action<'_>,
    path: &str,
    documented: impl FnOnce(&Object<'_>) -> Option<T>,
) -> Result<T, CommandError> {
    let mut documented = Some(documented);
    let mut taken = None;
    read_answer(
        largest,
        purpose,
        configuration,
        action,
        path,
        &mut |answer| {
            taken = documented.take().and_then(|documented| documented(answer));
            taken.is_some()
        },
    )?;
    // What was not taken has failed above.
    taken.ok_or(CommandError::ExecutionFailed)
}

/// One function for all commands: one for each would stand in the component
/// as often.
fn read_answer(
    largest: usize,
    purpose: Purpose,
    configuration: &SendingConfiguration,
    action: Action<'_>,
    path: &str,
    is_documented: &mut dyn FnMut(&Object<'_>) -> bool,
) -> Result<(), CommandError> {
    let answer = exchange(largest, purpose, configuration, action, path)?;
    read(&answer, configuration.token.reveal(), purpose, |object| {
        is_documented(object).then_some(())
    })
}

fn exchange(
    largest_answer: usize,
    purpose: Purpose,
    configuration: &SendingConfiguration,
    action: Action<'_>,
    path: &str,
) -> Result<Answer, CommandError> {
    transport::exchange(&Request {
        action,
        base_url: &configuration.base_url,
        path: &format!("/{}/{path}", configuration.api_version.as_str()),
        token: &configuration.token,
        timeout: configuration.timeout,
        largest_answer,
    })
    .map_err(|error| error.classify(configuration.base_url.authority(), purpose))
}
