//! Which identity of the customer a message is for.

use crate::cloud_api::request::refusal::{Refusal, refuse};
use serde::Serialize;
use uip_kit::field::{found, given};

/// `recipient_identity_key_hash`: 1 to 512 characters, none of them a control
/// character. Meta documents no more about its form, so no more is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdentityKeyHash(String);

impl IdentityKeyHash {
    const LONGEST: usize = 512;

    /// Parses the field `recipientIdentityKeyHash`; a blank one counts as not
    /// given. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it cannot be a hash.
    pub fn parse_optional(value: Option<&str>) -> Result<Option<Self>, Refusal> {
        let Some(hash) = given(value).map(str::trim) else {
            return Ok(None);
        };
        if hash.chars().count() <= Self::LONGEST && !hash.contains(char::is_control) {
            return Ok(Some(Self(hash.to_owned())));
        }
        Err(refuse(
            "invalid-identity-key-hash",
            &format!(
                "The field recipientIdentityKeyHash must be 1 to 512 characters without line \
                 breaks and other control characters; it {}.",
                found(hash, Self::LONGEST)
            ),
            "Pass identity_key_hash of an event's contact unchanged.",
        ))
    }
}
