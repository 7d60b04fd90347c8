//! The id of a file, as it stands in a path.

use uip_kit::failure::quoted;
use uip_kit::field::refuse_as;
use uip_kit::{CommandError, FailureCategory};

/// 1 to 100 letters, digits, `-` and `_`. WhatsApp's have digits only; what
/// matters is that nothing else of a path can be in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaId(String);

const LONGEST: usize = 100;

impl MediaId {
    /// Parses the field `mediaId`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it cannot be the id of a file.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let id = value.trim();
        let is_id = (1..=LONGEST).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if is_id {
            return Ok(Self(id.to_owned()));
        }
        Err(refuse_as(
            FailureCategory::Media,
            "invalid-media-id",
            &format!(
                "The field mediaId must be the id of a file, 1 to 100 letters and digits; it is {}.",
                quoted(value)
            ),
            "Use the id from an upload or from a customer's message.",
        ))
    }

    /// As it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the failure of a request about a file means for its id.
pub fn mend(error: CommandError) -> CommandError {
    let CommandError::PermanentFailure(mut failure) = error else {
        return error;
    };
    if matches!(failure.code.as_str(), "100" | "33" | "http-404") {
        failure.category = FailureCategory::Media;
        "Check mediaId: WhatsApp stores an uploaded file for 30 days and a customer's file for 7 \
         days."
            .clone_into(&mut failure.advice);
    }
    CommandError::PermanentFailure(failure)
}

#[cfg(test)]
mod tests {
    use super::MediaId;

    #[test]
    fn an_id_is_one_segment_of_a_path() {
        assert_eq!(
            MediaId::parse(" 1037543291543636 ").unwrap().as_str(),
            "1037543291543636"
        );
        assert!(MediaId::parse(&"1".repeat(100)).is_ok());
        for value in [
            "",
            " ",
            "..",
            "a/b",
            "1?x=y",
            "1#",
            "1 2",
            "1\n2",
            "é",
            &"1".repeat(101),
        ] {
            assert!(MediaId::parse(value).is_err(), "{value}");
        }
    }
}
