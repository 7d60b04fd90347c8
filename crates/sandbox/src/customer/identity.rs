//! The ids of a customer, and what changes them.

use super::Customer;
use crate::model::exchange::identity;
use crate::model::ids::parent_user_id_for;

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
