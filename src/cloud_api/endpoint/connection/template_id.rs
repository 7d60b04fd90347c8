//! The id of a template, as it stands in a path.

use uip_kit::failure::quoted;
use uip_kit::field::refuse_as;
use uip_kit::{CommandError, FailureCategory};

const LONGEST: usize = 100;

/// 1 to 100 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateId(String);

impl TemplateId {
    /// Parses the field `templateId`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it cannot be the id of a template.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let id = value.trim();
        let is_id = (1..=LONGEST).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
        if is_id {
            return Ok(Self(id.to_owned()));
        }
        Err(refuse_as(
            FailureCategory::Template,
            "invalid-template-id",
            &format!(
                "The field templateId must be the id of a template, 1 to {LONGEST} digits; it is {}.",
                quoted(value)
            ),
            "Use the id from listTemplates; it is not the template's name.",
        ))
    }

    /// The path that asks for the template's health.
    pub fn health_path(&self) -> String {
        [&self.0, "?fields=health_status"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::TemplateId;

    #[test]
    fn an_id_is_one_segment_of_a_path() {
        let id = TemplateId::parse(" 1189040112345678\n").unwrap();
        assert_eq!(id.health_path(), "1189040112345678?fields=health_status");
        assert!(TemplateId::parse(&"1".repeat(100)).is_ok());
        let long = "1".repeat(101);
        for value in [
            "",
            " ",
            "..",
            "1/2",
            "1?x=",
            "1\0",
            "hello_world",
            "\u{661}",
            &long,
        ] {
            assert!(TemplateId::parse(value).is_err(), "{value}");
        }
    }
}
