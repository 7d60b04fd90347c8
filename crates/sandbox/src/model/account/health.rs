//! `health_status`: whether messages can be sent, and what prevents it.
//!
//! Source: Meta's page "Messaging and Calling Health Status", as of 2026-06-17.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What has a health of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HealthEntity {
    /// The business's phone number.
    PhoneNumber,
    /// A message template.
    MessageTemplate,
    /// The WhatsApp Business Account.
    Waba,
    /// The business portfolio.
    Business,
    /// The app.
    App,
}

/// Whether an entity can send messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum CanSend {
    /// Without restriction.
    #[default]
    Available,
    /// Under some restriction, which `additional_info` names.
    Limited,
    /// Not at all; `errors` say why.
    Blocked,
}

/// The health of one entity.
///
/// ```
/// use uip_sandbox::Health;
/// let unpaid = Health::blocked(141_006, "There is an error with the payment method.", "Add a payment method.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    can_send_message: CanSend,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    errors: Vec<HealthError>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    additional_info: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HealthError {
    error_code: i64,
    error_description: String,
    possible_solution: String,
}

impl Health {
    /// Nothing prevents sending.
    pub fn available() -> Self {
        Self::default()
    }

    /// Sending is restricted, for this reason.
    pub fn limited(info: impl Into<String>) -> Self {
        Self {
            can_send_message: CanSend::Limited,
            errors: Vec::new(),
            additional_info: vec![info.into()],
        }
    }

    /// Sending is impossible, with Meta's code, a description and what would help.
    pub fn blocked(code: i64, description: impl Into<String>, solution: impl Into<String>) -> Self {
        Self {
            can_send_message: CanSend::Blocked,
            errors: vec![HealthError {
                error_code: code,
                error_description: description.into(),
                possible_solution: solution.into(),
            }],
            additional_info: Vec::new(),
        }
    }
}

/// The health of everything that takes part in sending.
#[derive(Debug, Clone, Default)]
pub(crate) struct Healths(BTreeMap<HealthEntity, Health>);

impl Healths {
    pub(crate) fn set(&mut self, entity: HealthEntity, health: Health) {
        self.0.insert(entity, health);
    }

    /// `health_status` of a node: of `entities`, each with its id. The whole is as good as its worst part.
    pub(crate) fn status(&self, entities: &[(HealthEntity, &str)]) -> Value {
        let usual = Health::default();
        let mut worst = CanSend::Available;
        let mut shown = Vec::new();
        for (entity, id) in entities {
            let health = self.0.get(entity).unwrap_or(&usual);
            worst = worst.max(health.can_send_message);
            let mut one = json!({"entity_type": entity, "id": id});
            if let (Value::Object(one), Value::Object(health)) = (&mut one, json!(health)) {
                one.extend(health);
            }
            shown.push(one);
        }
        json!({"can_send_message": worst, "entities": shown})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_is_as_good_as_its_worst_part() {
        let mut healths = Healths::default();
        let entities = [(HealthEntity::PhoneNumber, "1"), (HealthEntity::Waba, "2")];
        assert_eq!(healths.status(&entities)["can_send_message"], "AVAILABLE");
        healths.set(HealthEntity::Waba, Health::limited("x"));
        assert_eq!(healths.status(&entities)["can_send_message"], "LIMITED");
        healths.set(HealthEntity::PhoneNumber, Health::blocked(1, "a", "b"));
        assert_eq!(
            healths.status(&entities),
            json!({"can_send_message": "BLOCKED", "entities": [
                {"entity_type": "PHONE_NUMBER", "id": "1", "can_send_message": "BLOCKED",
                 "errors": [{"error_code": 1, "error_description": "a", "possible_solution": "b"}]},
                {"entity_type": "WABA", "id": "2", "can_send_message": "LIMITED", "additional_info": ["x"]},
            ]})
        );
    }
}
