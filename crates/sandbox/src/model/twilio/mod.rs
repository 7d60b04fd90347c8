//! What the sandbox knows as Twilio: the account, its messages and contents, and the webhooks.

pub(crate) mod address;
pub(crate) mod contents;
mod error;
mod members;
pub(crate) mod messages;
mod settings;
pub(crate) mod time;
pub(crate) mod webhooks;

use std::time::Duration;

pub(crate) use error::TwilioError;
pub use settings::TwilioAccount;
pub use webhooks::{Webhook, WebhookAttempt, WebhookKind};

use contents::Contents;
use members::Members;
use messages::Messages;

use crate::model::deliveries::Deliveries;
use crate::model::ids::Ids;
use crate::model::meter::Meter;
use crate::model::settings::Keep;

/// What changes about the account while the sandbox runs.
#[derive(Debug)]
pub(crate) struct Twilio {
    pub(crate) messages: Messages,
    pub(crate) contents: Contents,
    pub(crate) callbacks: Callbacks,
    /// The SID of the WhatsApp sender: `XE` and 32 hexadecimal digits.
    pub(crate) sender_sid: String,
    pub(crate) members: Members,
    pub(crate) meter: Meter,
    /// When the Sandbox's number last sent, since 1970.
    pub(crate) sandbox_sent_at: Option<Duration>,
    pub(crate) webhooks: Deliveries<Webhook>,
}

/// The URLs that Twilio calls.
#[derive(Debug, Clone, Default)]
pub(crate) struct Callbacks {
    /// When a customer writes.
    pub(crate) message: Option<String>,
    /// When the one above fails.
    pub(crate) fallback: Option<String>,
    /// When the status of a message changes that names no URL of its own.
    pub(crate) status: Option<String>,
}

impl Twilio {
    pub(crate) fn new(account: &TwilioAccount, keep: Keep, ids: &mut Ids, now: u64) -> Self {
        Self {
            messages: Messages::new(keep),
            contents: Contents::standard(ids, now),
            callbacks: Callbacks {
                message: account.webhook_url.clone(),
                fallback: account.fallback_url.clone(),
                status: account.status_callback_url.clone(),
            },
            sender_sid: ids.sid("XE"),
            members: Members::default(),
            meter: Meter::default(),
            sandbox_sent_at: None,
            webhooks: Deliveries::new(keep),
        }
    }
}
