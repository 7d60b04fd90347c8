//! A message that the request gives as JSON, for what has no command.

use super::json_field;
use super::refusal::refuse;
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::failure::quoted;
use crate::json::ObjectWriter;
use crate::prelude::*;

/// The members of a message object, each name once, each value as it was
/// given. None of them says who receives the message.
#[derive(Debug)]
pub struct RawContent(Vec<(String, String)>);

impl RawContent {
    /// An envelope has about ten.
    const MOST_MEMBERS: usize = 64;
    /// What the adapter sets itself: a message goes to whom the field
    /// `phoneNumber` names, and to nobody else.
    const RESERVED: [&str; 4] = ["messaging_product", "recipient_type", "to", "recipient"];

    /// Parses the field `payload`. Reserved members are left out; of members
    /// with the same name the last counts, as it does for WhatsApp.
    ///
    /// # Errors
    /// A permanent failure when it is too large or too deep, is not a JSON
    /// object, or is no message.
    pub fn parse(payload: &str) -> Result<Self, CommandError> {
        let document = json_field::parse("payload", payload, invalid)?;
        let Some(object) = document.object() else {
            return Err(invalid(&format!(
                "The field payload must be a JSON object; it is {}.",
                quoted(payload)
            )));
        };
        let count = object.members().count();
        if count > Self::MOST_MEMBERS {
            return Err(invalid(&format!(
                "The field payload may have at most 64 members; it has {count}."
            )));
        }
        if object.get("status").is_some() {
            return Err(refuse(
                "invalid-payload",
                "The field payload has the member status: it marks a message and sends none.",
                "Use the command markMessageRead.",
            ));
        }
        let mut members: Vec<(String, String)> = Vec::new();
        for member in object.members() {
            let name = member.name.text().unwrap_or_default().into_owned();
            members.retain(|(earlier, _)| *earlier != name);
            if !Self::RESERVED.contains(&name.as_str()) {
                members.push((name, member.value.get().to_owned()));
            }
        }
        if members.is_empty() {
            return Err(invalid(
                "The field payload has no member beside messaging_product, recipient_type, to and \
                 recipient, which the adapter sets itself.",
            ));
        }
        Ok(Self(members))
    }

    /// Adds the members to a message whose envelope is written, but for those
    /// that the envelope has instead.
    pub fn add_to(&self, mut message: ObjectWriter, instead: &[&str]) -> ObjectWriter {
        for (name, value) in &self.0 {
            if !instead.contains(&name.as_str()) {
                message = message.json(name, value);
            }
        }
        message
    }
}

fn invalid(error: &str) -> CommandError {
    refuse(
        "invalid-payload",
        error,
        "Give one message object as WhatsApp's documentation shows it.",
    )
}
