//! To whom a message goes.

use uip_kit::CommandError;
use uip_kit::phone_number::CountryCode;
use uip_kit::whatsapp::recipient::Recipient;

/// Parses the field `phoneNumber`: as events have it, with `whatsapp:` before it or
/// without.
///
/// # Errors
/// A permanent failure when it is neither a number nor a user id.
pub fn recipient(value: &str, code: Option<&CountryCode>) -> Result<Recipient, CommandError> {
    let value = value.trim();
    Recipient::parse(value.strip_prefix("whatsapp:").unwrap_or(value), code)
}
