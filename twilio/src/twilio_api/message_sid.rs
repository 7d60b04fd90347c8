//! The id of a message.

use crate::configuration::Sid;
use uip_kit::field::found;
use uip_kit::refusal::{Refusal, refuse};

/// What is wrong with the field `messageId`, if it is no id of a message: `SM` or
/// `MM` and 32 hexadecimal digits. White space around it is ignored.
///
/// # Errors
/// A permanent failure when it is none.
pub fn message_sid(value: &str) -> Result<Sid, Refusal> {
    let id = value.trim();
    let kinds = ["SM", "MM"];
    kinds
        .iter()
        .find_map(|kind| Sid::read(kind, id))
        .ok_or_else(|| {
            refuse(
                "invalid-message-id",
                &format!(
                    "The field messageId must be SM or MM and 32 hexadecimal digits; it {}.",
                    found(id, 34)
                ),
                "Use the complete message id from an event or an earlier command.",
            )
        })
}
