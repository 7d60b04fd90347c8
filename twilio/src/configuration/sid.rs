//! Twilio's ids: two letters and 32 hexadecimal digits, so that none can leave its
//! part of a path.

use uip_kit::failure::quoted;
use uip_kit::refusal::{Refusal, refuse_property as refuse};

/// An id of one kind, such as `AC…` of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sid(String);

impl Sid {
    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads an id of the kind with these two letters; `None` if it is none.
    pub fn read(kind: &str, text: &str) -> Option<Self> {
        let digits = text.strip_prefix(kind)?;
        let is_sid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_sid.then(|| Self(text.to_owned()))
    }

    /// Parses a property. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it is no id of this kind.
    pub fn parse(property: &str, kind: &str, value: &str) -> Result<Self, Refusal> {
        Self::read(kind, value.trim()).ok_or_else(|| {
            refuse(
                "invalid-sid",
                &format!(
                    "The property {property} must be {kind} and 32 hexadecimal digits; it is {}.",
                    quoted(value)
                ),
                &format!("Copy {property} again from Twilio's console."),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Sid;

    #[test]
    fn an_id_has_its_letters_and_32_hexadecimal_digits() {
        let digits = "0123456789abcdefABCDEF0123456789";
        let sid = Sid::parse("accountSid", "AC", &format!(" AC{digits}\n")).unwrap();
        assert_eq!(sid.as_str(), format!("AC{digits}"));
        for value in [
            "",
            "AC",
            digits,
            &format!("SK{digits}"),
            &format!("ac{digits}"),
            &format!("AC{digits}0"),
            &format!("AC{}", &digits[1..]),
            &format!("AC{}/", &digits[1..]),
            &format!("AC{}?", &digits[1..]),
            &format!("AC{}é", &digits[2..]),
        ] {
            assert!(Sid::parse("accountSid", "AC", value).is_err(), "{value}");
        }
    }
}
