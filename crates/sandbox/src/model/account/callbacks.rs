//! Which callback gets the notifications: the number's own, else the account's own, else the app's.
//!
//! Source: Meta's page "Webhooks overrides".

use serde_json::{Value, json};

/// The callbacks of the app, of the business account and of the number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Callbacks {
    pub(crate) app: Option<String>,
    /// Overrides the app's.
    pub(crate) account: Option<String>,
    /// Overrides both.
    pub(crate) number: Option<String>,
}

impl Callbacks {
    /// The app's callback, without an override.
    pub(crate) fn of_app(url: Option<String>) -> Self {
        Self {
            app: url,
            ..Self::default()
        }
    }

    /// The one that is in use.
    pub(crate) fn current(&self) -> Option<&str> {
        self.number
            .as_deref()
            .or(self.account.as_deref())
            .or(self.app.as_deref())
    }

    /// `webhook_configuration` of the phone number.
    pub(crate) fn configuration(&self) -> Value {
        let mut configuration = json!({"application": self.app.as_deref().unwrap_or_default()});
        for (key, url) in [
            ("whatsapp_business_account", &self.account),
            ("phone_number", &self.number),
        ] {
            if let Some(url) = url {
                configuration[key] = json!(url);
            }
        }
        configuration
    }
}
