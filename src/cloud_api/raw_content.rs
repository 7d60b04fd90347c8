//! A message that the request gives as JSON, for what has no command.

use super::refusal::refuse;
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::failure::quoted;
use crate::json::{Object, ObjectWriter, Part, Raw, parts};
use crate::prelude::*;

/// The members of a message object, each name once, each value as it was
/// given. None of them says who receives the message.
#[derive(Debug)]
pub struct RawContent(Vec<(String, String)>);

impl RawContent {
    /// In bytes. No message of Meta's documentation comes near it.
    const LARGEST: usize = 1024 * 1024;
    /// Arrays and objects within each other. The deepest message of Meta's
    /// documentation has 12.
    const DEEPEST: usize = 32;
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
        if payload.len() > Self::LARGEST {
            return Err(invalid("may have at most 1048576 bytes"));
        }
        let Some(object) = object(payload) else {
            return Err(refuse(
                "invalid-payload",
                &format!(
                    "The field payload must be a JSON object; it is {}.",
                    quoted(payload)
                ),
                "Give the message object as WhatsApp's documentation shows it.",
            ));
        };
        if depth(payload) > Self::DEEPEST {
            return Err(invalid("may be at most 32 levels deep"));
        }
        if object.members().count() > Self::MOST_MEMBERS {
            return Err(invalid("may have at most 64 members"));
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
            return Err(invalid("must say something"));
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

fn object(payload: &str) -> Option<Object<'_>> {
    Raw::parse(payload).ok()?.object()
}

/// How many arrays and objects lie within each other, at most, in a text that
/// is known to be JSON.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in parts(json) {
        let Part::Between(text) = part else { continue };
        for byte in text.bytes() {
            match byte {
                b'[' | b'{' => {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }
    deepest
}

fn invalid(must: &str) -> CommandError {
    refuse(
        "invalid-payload",
        &format!("The field payload {must}."),
        "Give one message object as WhatsApp's documentation shows it.",
    )
}
