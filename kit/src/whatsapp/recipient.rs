//! Who receives a message on WhatsApp.

use crate::failure::quoted;
use crate::field::refuse_as;
use crate::phone_number::{CountryCode, PhoneNumber, without_spaces_and_marks};
use crate::{CommandError, FailureCategory};
use serde::Serialize;

/// Who receives a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// By the number.
    PhoneNumber(PhoneNumber),
    /// By the user id: the customer may hide the number.
    UserId(UserId),
}

/// A business-scoped user id: a country's two letters, a dot, perhaps `ENT.`,
/// and 1 to 128 letters and digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserId(String);

impl UserId {
    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is one, as events carry it.
    pub fn is(text: &str) -> bool {
        matches!(user_id(text, text), Some(Ok(_)))
    }
}

impl Recipient {
    /// Parses the field `phoneNumber`: a user id, or a phone number in one of
    /// the forms that [`PhoneNumber::parse`] takes.
    ///
    /// # Errors
    /// A permanent failure when it is neither a phone number nor a user id
    /// (`invalid-phone-number`), or could be two different numbers
    /// (`ambiguous-phone-number`).
    pub fn parse(
        value: &str,
        default_country_code: Option<&CountryCode>,
    ) -> Result<Self, CommandError> {
        let compact = without_spaces_and_marks(value);
        if let Some(user_id) = user_id(&compact, value) {
            return user_id.map(Self::UserId);
        }
        if compact.starts_with("Y2FwaV9ncm91c") {
            return Err(invalid(
                "group-not-supported",
                value,
                "must be a phone number or a user id, and not a group",
                "Send to each person; groups are not supported.",
            ));
        }
        Ok(Self::PhoneNumber(PhoneNumber::parse(
            value,
            default_country_code,
        )?))
    }
}

/// `None` when this does not look like a user id at all.
fn user_id(written: &str, value: &str) -> Option<Result<UserId, CommandError>> {
    let (country, rest) = written.split_once('.')?;
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let id = rest.strip_prefix("ENT.").unwrap_or(rest);
    // What a space parts is more than one id.
    let parts = value.split_whitespace().map(without_spaces_and_marks);
    let is_one = parts.filter(|part| !part.is_empty()).count() == 1;
    let is_valid = is_one
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=128).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    Some(if is_valid {
        Ok(UserId(written.to_owned()))
    } else {
        Err(invalid(
            "invalid-user-id",
            value,
            "must be a user id in WhatsApp's form: two upper-case letters, a dot, and 1 to 128 \
             letters and digits",
            "Pass user_id or from_user_id from an event unchanged.",
        ))
    })
}

fn invalid(code: &str, value: &str, why: &str, advice: &str) -> CommandError {
    refuse_as(
        FailureCategory::Recipient,
        code,
        &format!("The field phoneNumber {why}; it is {}.", quoted(value)),
        advice,
    )
}

#[cfg(test)]
mod tests {
    use super::Recipient;
    use crate::phone_number::CountryCode;
    use crate::{CommandError, Failure};

    fn refused(value: &str) -> Failure {
        match Recipient::parse(value, None) {
            Err(CommandError::PermanentFailure(failure)) => failure,
            other => panic!("a permanent failure, and not {other:?}"),
        }
    }

    #[test]
    fn a_user_id_is_not_a_phone_number() {
        for id in [
            "US.13491208655302741918".to_owned(),
            "IT.ENT.abcDEF123".to_owned(),
            format!("DE.{}", "a".repeat(128)),
        ] {
            for code in [None, Some("39")] {
                let code = code.map(|code| CountryCode::parse(code).unwrap());
                let parsed = Recipient::parse(&id, code.as_ref()).unwrap();
                assert!(matches!(parsed, Recipient::UserId(ref it) if it.as_str() == id));
            }
        }
        for bad in [
            "US.".to_owned(),
            "us.134912086553".to_owned(),
            "US.ENT.".to_owned(),
            "US.123/456".to_owned(),
            "US.ABC.123".to_owned(),
            "US.123 456".to_owned(),
            "US.123\nUS456".to_owned(),
            format!("DE.{}", "a".repeat(129)),
        ] {
            assert_eq!(refused(&bad).code, "invalid-user-id", "{bad}");
        }
    }

    #[test]
    fn a_group_is_refused_as_a_group() {
        let group = "Y2FwaV9ncm91cDoxOTUwNTU1MDA3OToxMjAzNjM";
        assert_eq!(refused(group).code, "group-not-supported");
    }

    #[test]
    fn a_refusal_shows_only_the_beginning_of_what_was_given() {
        let failure = refused(&"abc\r\n".repeat(100));
        assert!(failure.error.len() < 250, "{}", failure.error);
        assert!(failure.error.contains("phoneNumber"));
    }
}
