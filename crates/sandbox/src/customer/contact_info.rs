//! Sharing the phone number that a message asked for.

use serde_json::{Map, json};

use super::Customer;
use super::answers::{CannotAnswer, pick};
use crate::model::customers::ChoiceKind;
use crate::model::exchange::inbound::{self, Words};

impl Customer {
    /// Shares the phone number that a message asked for with a `request_contact_info` button. A customer who
    /// is known by a user id only gives it here, as digits with an optional `+`; from the next message on,
    /// notifications contain it. Without `number`, the customer's known number is shared. Returns the id of
    /// the answer.
    ///
    /// # Errors
    /// [`CannotAnswer`] if the message did not arrive or did not ask, or if there is no number to share.
    pub fn shares_contact_info(
        &self,
        message: &str,
        number: Option<&str>,
    ) -> Result<String, CannotAnswer> {
        let seen = self.seen(message)?;
        pick(&seen, "request for contact info", |choice| {
            choice.kind == ChoiceKind::ContactInfo
        })?;
        let settings = &self.world.settings;
        self.world.change(|state| {
            let now = state.clock.seconds();
            let person = state.customers.meet(&self.id, now);
            let digits = match (number, person.wa_id.clone()) {
                (Some(number), known) => {
                    let digits = number.trim_start_matches('+').to_owned();
                    let is_number = (5..=15).contains(&digits.len())
                        && digits.bytes().all(|byte| byte.is_ascii_digit());
                    if !is_number || known.is_some_and(|known| known != digits) {
                        return Err(CannotAnswer::NotTheNumber(number.to_owned()));
                    }
                    digits
                }
                (None, Some(known)) => known,
                (None, None) => return Err(CannotAnswer::NoNumber),
            };
            let name = person.name.clone();
            let first = name.split(' ').next().unwrap_or_default();
            let content = json!([{
                "origin": "contact_request",
                "name": {"formatted_name": name, "first_name": first},
                "phones": [{"phone": format!("+{digits}"), "wa_id": digits, "type": "CELL"}],
            }]);
            // No public example of this answer has a `context`, nor a `from` of a customer who hid the number.
            let words = Words {
                kind: "contacts",
                content,
                attachment: None,
                quoting: None,
                more: Map::new(),
            };
            let id = inbound::send(state, settings, &self.id, &settings.cloud_api_line(), words);
            state.customers.meet(&self.id, now).wa_id = Some(digits);
            Ok(id)
        })
    }
}
