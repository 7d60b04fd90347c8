//! What a notification is checked by.

use crate::bindings::uip::whatsapp_twilio::properties::AdapterProperties;
use crate::configuration::{CallbackUrl, Sid, account, callback_url, signature_keys};
use uip_kit::property::Token;
use uip_kit::refusal::Refusal;

/// The properties that processing a notification needs.
#[derive(Debug)]
pub struct Settings {
    /// The account that notifications are about.
    pub account: Sid,
    /// The keys of signatures; none if they are not checked.
    pub keys: Vec<Token>,
    /// The URLs that Twilio calls, when a request does not say which: for messages,
    /// and for statuses.
    pub urls: Vec<CallbackUrl>,
}

impl Settings {
    /// Parses the properties.
    ///
    /// # Errors
    /// A permanent failure that names the first property with a bad value.
    pub fn parse(properties: &AdapterProperties) -> Result<Self, Refusal> {
        let urls = [
            callback_url("webhookUrl", &properties.webhook_url)?,
            callback_url("statusCallbackUrl", &properties.status_callback_url)?,
        ];
        Ok(Self {
            account: account(properties)?,
            keys: signature_keys(properties)?,
            urls: urls.into_iter().flatten().collect(),
        })
    }
}
