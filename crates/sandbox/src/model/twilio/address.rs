//! Addresses as Twilio writes them: `whatsapp:+15550100300`, or a user id in the place of the number.

use crate::model::customers::Person;
use crate::model::ids::is_user_id;

const CHANNEL: &str = "whatsapp:";

/// An address of the channel WhatsApp, without the prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// A number in E.164 format, in digits.
    Number(String),
    /// A business-scoped user id.
    UserId(String),
}

/// Why a text is no address of the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoAddress {
    /// It has no prefix: an SMS would be meant.
    NoChannel,
    /// What follows the prefix is no number in E.164 format and no user id.
    Malformed,
}

impl Address {
    pub(crate) fn parse(text: &str) -> Result<Self, NoAddress> {
        let rest = text.strip_prefix(CHANNEL).ok_or(NoAddress::NoChannel)?;
        if is_user_id(rest) {
            return Ok(Self::UserId(rest.to_owned()));
        }
        let digits = rest.strip_prefix('+').ok_or(NoAddress::Malformed)?;
        let is_number = (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if is_number {
            Ok(Self::Number(digits.to_owned()))
        } else {
            Err(NoAddress::Malformed)
        }
    }

    /// The digits or the user id.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Number(id) | Self::UserId(id) => id,
        }
    }
}

/// A number of the business's.
pub(crate) fn of_number(digits: &str) -> String {
    format!("{CHANNEL}+{digits}")
}

/// A user id.
pub(crate) fn of_user_id(id: &str) -> String {
    format!("{CHANNEL}{id}")
}

/// A customer: the number, or for one who hides it the parent user id or else the user id.
pub(crate) fn of_person(person: &Person) -> String {
    match (&person.wa_id, &person.parent_user_id, &person.user_id) {
        (Some(digits), ..) => of_number(digits),
        (None, Some(id), _) | (None, None, Some(id)) => of_user_id(id),
        (None, None, None) => CHANNEL.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_number_with_its_plus_or_a_user_id() {
        let number = Address::Number("447700900123".to_owned());
        assert_eq!(Address::parse("whatsapp:+447700900123"), Ok(number));
        let id = Address::UserId("GB.1349".to_owned());
        assert_eq!(Address::parse("whatsapp:GB.1349"), Ok(id));
        for malformed in [
            "whatsapp:",
            "whatsapp:447700900123",
            "whatsapp:+44 7700",
            "whatsapp:+1",
        ] {
            assert_eq!(
                Address::parse(malformed),
                Err(NoAddress::Malformed),
                "{malformed}"
            );
        }
        for other in ["+447700900123", "WhatsApp:+447700900123", ""] {
            assert_eq!(Address::parse(other), Err(NoAddress::NoChannel), "{other}");
        }
    }
}
