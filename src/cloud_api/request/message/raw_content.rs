//! A message that the request gives as JSON, for what has no command.

use crate::cloud_api::request::refusal::{Refusal, refuse};
use crate::cloud_api::request::template::{OfferEnd, Path, check_components};
use uip_kit::CommandError;
use uip_kit::failure::quoted;
use uip_kit::field::json as json_field;
use uip_kit::json::Object;
use uip_kit::json::OwnedRaw;

/// The members of a message object, each name once, each value as it was
/// given. None of them says who receives the message.
#[derive(Debug)]
pub struct RawContent {
    members: Vec<(String, OwnedRaw)>,
    offer_end: Option<OfferEnd>,
}

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
    /// object, or is no message; and when a template's value is one that
    /// WhatsApp refuses for any template.
    pub fn parse(payload: &str) -> Result<Self, Refusal> {
        let document = json_field::parse("payload", payload, invalid)?;
        let Some(object) = document.object() else {
            return Err(invalid(&format!(
                "The field payload must be a JSON object; it is {}.",
                quoted(payload)
            ))
            .into());
        };
        let count = object.members().count();
        if count > Self::MOST_MEMBERS {
            return Err(invalid(&format!(
                "The field payload may have at most 64 keys; it has {count}."
            ))
            .into());
        }
        if object.get("status").is_some() {
            return Err(refuse(
                "invalid-payload",
                "The field payload has the key status, which marks a message as read and sends \
                 none.",
                "Use the command markMessageRead.",
            ));
        }
        let mut members: Vec<(String, OwnedRaw)> = Vec::new();
        for member in object.members() {
            let name = member.name.text().unwrap_or_default().into_owned();
            members.retain(|(earlier, _)| *earlier != name);
            if !Self::RESERVED.contains(&name.as_str()) {
                let value = OwnedRaw::from(member.value);
                members.push((name, value));
            }
        }
        if members.is_empty() {
            return Err(invalid(
                "The field payload has no keys other than messaging_product, recipient_type, to \
                 and recipient, which the adapter sets itself.",
            )
            .into());
        }
        Ok(Self {
            offer_end: template(&object)?,
            members,
        })
    }

    /// When the offer ends that a template makes.
    pub fn offer_end(&self) -> Option<&OfferEnd> {
        self.offer_end.as_ref()
    }

    /// The members, in the order of the payload.
    pub fn members(&self) -> impl Iterator<Item = (&str, &OwnedRaw)> {
        self.members
            .iter()
            .map(|(name, value)| (name.as_str(), value))
    }
}

/// Checks the template in a message, and takes the time at which its offer
/// ends.
fn template(message: &Object<'_>) -> Result<Option<OfferEnd>, Refusal> {
    let components = message
        .text("type")
        .filter(|kind| kind == "template")
        .and_then(|_| message.object("template")?.get("components"));
    match components {
        Some(components) => check_components(components, Path::payload()),
        None => Ok(None),
    }
}

fn invalid(error: &str) -> CommandError {
    uip_kit::field::refuse(
        "invalid-payload",
        error,
        "Give one message object in the form that WhatsApp documents.",
    )
}
