//! The ids of a customer, and what changes them.

use super::Customer;
use crate::model::exchange::identity;
use crate::model::ids::parent_user_id_for;

/// A number cannot be hidden.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this customer has no user id, by which the business would know them without the number")]
pub(crate) struct CannotHide;

impl Customer {
    /// Gives the customer a parent user id, which several of the business's portfolios share. Notifications
    /// contain it from now on. Does nothing for a customer without a user id.
    pub fn with_parent_user_id(&self) -> &Self {
        self.change(|person| {
            if let Some(user_id) = &person.user_id {
                person.parent_user_id = Some(parent_user_id_for(user_id));
            }
        });
        self
    }

    /// Hides the customer's phone number, or shows it again: while it is hidden, notifications name the user id only.
    /// Returns the customer's other handle.
    pub(crate) fn with_number_hidden(&self, hidden: bool) -> Result<Self, CannotHide> {
        let id = self.world.change(|state| {
            let now = state.clock.seconds();
            let person = state.customers.meet(&self.id, now);
            let before = person.id().to_owned();
            if hidden {
                let number = person.wa_id.take();
                if person.user_id.is_none() {
                    person.wa_id = number;
                    return Err(CannotHide);
                }
                person.hidden_number = number.or(person.hidden_number.take());
            } else if let Some(number) = person.hidden_number.take() {
                person.wa_id = Some(number);
            }
            let after = person.id().to_owned();
            state.ledger.rename(&before, &after);
            Ok(after)
        })?;
        Ok(Self { id, ..self.clone() })
    }

    /// Changes the customer's phone number, in digits with an optional `+`, and with it the user ids. The
    /// business gets a `system` message of the type `user_changed_number`. Returns its id. This handle names
    /// no one afterwards: get another one for the new number.
    pub fn changes_number(&self, new: &str) -> String {
        let new = new.trim_start_matches('+');
        self.world
            .change(|state| identity::change_number(state, &self.world.settings, &self.id, new))
    }

    /// Changes the user id of a customer who hides the number. The business gets a `system` message of the
    /// type `user_changed_user_id`. Returns its id. This handle names no one afterwards, unless it was made
    /// with the phone number.
    pub fn changes_user_id(&self, new: &str) -> String {
        self.world
            .change(|state| identity::change_user_id(state, &self.world.settings, &self.id, new))
    }
}
