//! All properties at once, for a person who sets the adapter up.

use super::{
    ApiVersion, AppId, BusinessAccountId, PhoneNumberId, Token, app_secret, base_url, storage,
    template_language,
};
use crate::bindings::uip::whatsapp::properties::AdapterProperties;
use uip_kit::field::given;
use uip_kit::http::RequestTimeout;
use uip_kit::phone_number::CountryCode;
use uip_kit::{CommandError, Failure};

/// What every mistake in a property ends with.
const NOTHING_WAS_SENT: &str = " Nothing was sent.";

/// Checks every property that is given, also those that not every command
/// needs.
///
/// # Errors
/// A permanent failure that names every property with a bad value. Its code is
/// the first one's.
pub fn check(properties: &AdapterProperties) -> Result<(), CommandError> {
    let optional = |value: &Option<String>, check: fn(&str) -> Option<CommandError>| {
        given(value.as_deref()).and_then(check)
    };
    let mistakes = [
        Token::parse(&properties.authentication_token).err(),
        ApiVersion::parse(&properties.api_version).err(),
        PhoneNumberId::parse(&properties.phone_number_id).err(),
        app_secret(properties).err(),
        optional(&properties.default_country_code, |it| {
            CountryCode::parse(it).err()
        }),
        optional(&properties.business_account_id, |it| {
            BusinessAccountId::parse(it).err()
        }),
        optional(&properties.app_id, |it| AppId::parse(it).err()),
        template_language(properties).err(),
        optional(&properties.api_base_url, |it| base_url::parse(it).err()),
        properties
            .request_timeout_seconds
            .and_then(|it| RequestTimeout::parse(it).err()),
    ];
    let mistakes = mistakes.into_iter().flatten();
    match mistakes.chain(storage::mistakes(properties)).reduce(both) {
        Some(mistake) => Err(mistake),
        None => Ok(()),
    }
}

/// One failure that says what two say.
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
    Failure {
        error: format!("{what} {}", second.error),
        advice: format!("{} {}", first.advice, second.advice),
        ..first.clone()
    }
    .permanent()
}
