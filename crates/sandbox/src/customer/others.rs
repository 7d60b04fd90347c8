//! What a customer gets from others than the client: Meta Business Agent, and the WhatsApp Business app.

use serde_json::{Value, json};

use super::Customer;
use crate::model::exchange::ledger::Author;
use crate::model::exchange::others;

impl Customer {
    /// Meta Business Agent handles the conversation from now on, or no longer. While it does, the client
    /// observes: what happens is notified about as `standby`. A service message of the client's ends it.
    pub fn handled_by_agent(&self, with_agent: bool) -> &Self {
        self.change(|person| person.with_agent = with_agent);
        self
    }

    /// Gets a text from Meta Business Agent: a `standby` notification with an echo of it, then with its
    /// statuses. Returns the message's id.
    pub fn hears_from_agent(&self, text: &str) -> String {
        self.hears(Author::Agent, "text", &json!({"body": text}))
    }

    /// Gets a message that someone wrote in the WhatsApp Business app: an `smb_message_echoes` notification.
    /// `content` is the object under the key named `kind`. Returns the message's id.
    pub fn hears_from_app(&self, kind: &str, content: &Value) -> String {
        self.hears(Author::App, kind, content)
    }

    fn hears(&self, author: Author, kind: &str, content: &Value) -> String {
        self.world.change(|state| {
            let settings = &self.world.settings;
            others::write(state, settings, &self.id, author, kind, content)
        })
    }
}
