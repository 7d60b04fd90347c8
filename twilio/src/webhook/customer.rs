//! Who a notification is about: a customer, by number or user id.

use super::parameters::Parameters;
use crate::bindings::uip::whatsapp::events::{Contact, Metadata};
use crate::twilio_api::answer::without_channel;
use uip_kit::json::ObjectWriter;
use uip_kit::whatsapp::recipient::UserId;

/// The ids of a customer. A malformed user id is left out: it must not cost the
/// message.
#[derive(Debug, Default)]
#[allow(clippy::struct_field_names)] // WhatsApp's own names
pub struct Customer {
    /// The number's digits.
    pub wa_id: Option<String>,
    /// The id in this business.
    pub user_id: Option<String>,
    /// The id in the parent business.
    pub parent_user_id: Option<String>,
}

impl Customer {
    /// Reads the ids. `address` is the customer's: `From` of a message, `To` of a
    /// status. It is a user id where the customer hides the number, the parent
    /// business's if there is one.
    pub fn read(parameters: &Parameters<'_>, address: Option<&str>) -> Self {
        let id = |text: &str| {
            let id = without_channel(text);
            UserId::is(id).then(|| id.to_owned())
        };
        let given = |name| parameters.text(name).and_then(id);
        let is_parent = |id: &String| id.get(2..7) == Some(".ENT.");
        let own = address.and_then(id);
        let (parent, child) = match own {
            Some(own) if is_parent(&own) => (Some(own), None),
            own => (None, own),
        };
        Self {
            wa_id: parameters
                .text("WaId")
                .map(str::to_owned)
                .or_else(|| address.and_then(digits)),
            user_id: given("ExternalUserId").or(child),
            parent_user_id: given("ParentExternalUserId").or(parent),
        }
    }

    /// As an entry of `contacts`; none if nothing is known.
    pub fn contact(&self, parameters: &Parameters<'_>) -> Option<Contact> {
        let contact = Contact {
            wa_id: self.wa_id.clone(),
            user_id: self.user_id.clone(),
            parent_user_id: self.parent_user_id.clone(),
            profile_name: parameters.owned("ProfileName"),
            username: ["ProfileUsername", "Username"]
                .iter()
                .find_map(|name| parameters.owned(name)),
            identity_key_hash: None,
        };
        let known = [
            &contact.wa_id,
            &contact.user_id,
            &contact.parent_user_id,
            &contact.profile_name,
            &contact.username,
        ];
        known.iter().any(|it| it.is_some()).then_some(contact)
    }
}

/// The digits of a number: `whatsapp:+447700900123`.
pub fn digits(address: &str) -> Option<String> {
    let number = without_channel(address).trim_start_matches('+');
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.to_owned())
}

/// The business number with this address.
pub fn metadata(address: Option<&str>) -> Metadata {
    Metadata {
        display_phone_number: address.and_then(digits),
        phone_number_id: address.map(str::to_owned),
    }
}

/// `metadata` as the Cloud API writes it.
pub fn metadata_json(metadata: &Metadata) -> String {
    let mut json = ObjectWriter::new();
    json = optional(
        json,
        "display_phone_number",
        metadata.display_phone_number.as_deref(),
    );
    optional(json, "phone_number_id", metadata.phone_number_id.as_deref()).finish()
}

/// `contacts` as the Cloud API writes it.
pub fn contacts_json(contacts: &[Contact]) -> String {
    let contacts: Vec<_> = contacts.iter().map(contact_json).collect();
    format!("[{}]", contacts.join(","))
}

fn contact_json(contact: &Contact) -> String {
    let mut json = ObjectWriter::new();
    if contact.profile_name.is_some() || contact.username.is_some() {
        let profile = optional(ObjectWriter::new(), "name", contact.profile_name.as_deref());
        let profile = optional(profile, "username", contact.username.as_deref());
        json = json.json("profile", &profile.finish());
    }
    json = optional(json, "wa_id", contact.wa_id.as_deref());
    json = optional(json, "user_id", contact.user_id.as_deref());
    optional(json, "parent_user_id", contact.parent_user_id.as_deref()).finish()
}

/// A member that is a text, where there is one.
pub fn optional(json: ObjectWriter, name: &str, value: Option<&str>) -> ObjectWriter {
    match value {
        Some(value) => json.text(name, value),
        None => json,
    }
}
