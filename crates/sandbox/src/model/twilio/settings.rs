//! The settings of a Twilio account.

use std::fmt;

/// A Twilio account with one WhatsApp sender, as clients must be configured for it.
///
/// ```
/// use uip_sandbox::{Sandbox, TwilioAccount};
/// let account = TwilioAccount {
///     webhook_url: Some("http://127.0.0.1:9000/twilio".to_owned()),
///     ..TwilioAccount::default()
/// };
/// let builder = Sandbox::builder().twilio(account);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct TwilioAccount {
    /// `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// The password of `account_sid`, and the key of the webhooks' signatures.
    pub auth_token: String,
    /// `SK` and 32 hexadecimal digits: another user name for the API.
    pub api_key_sid: String,
    /// The password of `api_key_sid`.
    pub api_key_secret: String,
    /// `MG` and 32 hexadecimal digits: the Messaging Service, whose only sender is `number`.
    pub messaging_service_sid: String,
    /// The WhatsApp sender, in digits.
    pub number: String,
    /// The number of Twilio's Sandbox for WhatsApp, in digits. It reaches those who have joined.
    pub sandbox_number: String,
    /// What joins the Sandbox for WhatsApp: customers send `join` and this word.
    pub join_word: String,
    /// The URL that is called when a customer writes. Without one, webhooks are collected only.
    pub webhook_url: Option<String>,
    /// The URL that is called when `webhook_url` fails.
    pub fallback_url: Option<String>,
    /// The URL that is called when a message's status changes, unless the message names its own.
    pub status_callback_url: Option<String>,
    /// Whether media can be fetched without credentials, as in accounts that do not enforce them.
    pub open_media: bool,
}

impl Default for TwilioAccount {
    fn default() -> Self {
        Self {
            account_sid: crate::DEFAULT_TWILIO_ACCOUNT_SID.to_owned(),
            auth_token: crate::DEFAULT_TWILIO_AUTH_TOKEN.to_owned(),
            api_key_sid: crate::DEFAULT_TWILIO_API_KEY_SID.to_owned(),
            api_key_secret: crate::DEFAULT_TWILIO_API_KEY_SECRET.to_owned(),
            messaging_service_sid: crate::DEFAULT_TWILIO_MESSAGING_SERVICE_SID.to_owned(),
            number: "15550100300".to_owned(),
            sandbox_number: "14155238886".to_owned(),
            join_word: "rye-loaf".to_owned(),
            webhook_url: None,
            fallback_url: None,
            status_callback_url: None,
            open_media: false,
        }
    }
}

impl fmt::Debug for TwilioAccount {
    /// Leaves the secrets out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TwilioAccount")
            .field("account_sid", &self.account_sid)
            .field("number", &self.number)
            .field("webhook_url", &self.webhook_url)
            .finish_non_exhaustive()
    }
}
