//! All properties at once, for a person who sets the adapter up.

use super::{Access, Sending, callback_url, signature_keys, storage};
use crate::bindings::uip::whatsapp_twilio::properties::AdapterProperties;
use uip_kit::{CommandError, Failure};

/// What every mistake in a property ends with.
const NOTHING_WAS_SENT: &str = " Nothing was sent.";

/// Checks every property that is given, also those that not every command
/// needs.
///
/// # Errors
/// A permanent failure that names every part of the configuration with a bad
/// value. Its code is the first one's.
pub fn check(properties: &AdapterProperties) -> Result<(), CommandError> {
    let mistakes = [
        Access::parse(properties).err(),
        signature_keys(properties).err(),
        Sending::parse(properties).err(),
        callback_url("webhookUrl", &properties.webhook_url).err(),
    ];
    let mistakes = mistakes.into_iter().flatten().map(CommandError::from);
    match mistakes.chain(storage::mistakes(properties)).reduce(both) {
        Some(mistake) => Err(mistake),
        None => Ok(()),
    }
}

/// One failure that says what two say, each once.
fn both(first: CommandError, second: CommandError) -> CommandError {
    let (CommandError::PermanentFailure(first), CommandError::PermanentFailure(second)) =
        (&first, second)
    else {
        return first;
    };
    let what = first
        .error
        .strip_suffix(NOTHING_WAS_SENT)
        .unwrap_or(&first.error);
    if second.error.starts_with(what) {
        return first.clone().permanent();
    }
    Failure {
        error: format!("{what} {}", second.error),
        advice: format!("{} {}", first.advice, second.advice),
        ..first.clone()
    }
    .permanent()
}
