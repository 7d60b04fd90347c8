//! The caller's own reference, which comes back with every status.

use uip_kit::field::given;
use uip_kit::refusal::{Refusal, refuse};

/// 1 to 512 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackData(String);

impl CallbackData {
    const LONGEST: usize = 512;

    /// As it comes back.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the field `callbackData`; a blank one counts as not given.
    ///
    /// # Errors
    /// A permanent failure when it is too long.
    pub fn parse_optional(value: Option<&str>) -> Result<Option<Self>, Refusal> {
        let Some(value) = given(value) else {
            return Ok(None);
        };
        let characters = value.chars().count();
        if characters <= Self::LONGEST {
            return Ok(Some(Self(value.to_owned())));
        }
        Err(refuse(
            "callback-data-too-long",
            &format!(
                "The field callbackData may have at most 512 characters; it has {characters}."
            ),
            "Use a short reference in callbackData, and store the rest in your own system.",
        ))
    }
}
