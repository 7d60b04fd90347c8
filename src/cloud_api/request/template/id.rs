//! The id of a template, as it stands in a path.

use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;

/// 1 to 100 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateId(String);

const LONGEST: usize = 100;

impl TemplateId {
    /// Parses the field `templateId`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it cannot be the id of a template.
    pub fn parse(value: &str) -> Result<Self, Refusal> {
        let id = value.trim();
        if (1..=LONGEST).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(id.to_owned()));
        }
        Err(refuse_as(
            FailureCategory::Template,
            "invalid-template-id",
            &format!(
                "The field templateId must be 1 to {LONGEST} digits; it is {}.",
                quoted(value)
            ),
            "Use the id that listTemplates or createTemplate returns; it is not the name.",
        ))
    }

    /// As it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::TemplateId;

    #[test]
    fn an_id_is_one_segment_of_a_path() {
        assert_eq!(TemplateId::parse(" 17\n").unwrap().as_str(), "17");
        assert!(TemplateId::parse(&"1".repeat(100)).is_ok());
        let long = "1".repeat(101);
        for value in [
            "", " ", "..", "1/2", "1?x=y", "1#", "1 2", "1\0", "١", &long,
        ] {
            assert!(TemplateId::parse(value).is_err(), "{value}");
        }
    }
}
