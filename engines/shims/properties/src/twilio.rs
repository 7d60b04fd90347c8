use crate::of_twilio::AdapterProperties;
use crate::settings::{Group, Settings};

impl Settings {
    /// Reads the properties of the adapter for Twilio. It checks their values
    /// itself.
    ///
    /// # Errors
    /// As of [`whatsapp`](Self::whatsapp).
    pub fn twilio(&self) -> Result<AdapterProperties, String> {
        let group = Group {
            settings: self,
            prefix: "twilio",
        };
        Ok(AdapterProperties {
            account_sid: group
                .given("account_sid")?
                .ok_or_else(|| group.missing("account_sid"))?,
            auth_token: group.optional("auth_token")?,
            previous_auth_token: group.optional("previous_auth_token")?,
            api_key_sid: group.optional("api_key_sid")?,
            api_key_secret: group.optional("api_key_secret")?,
            from: group.optional("from")?,
            messaging_service_sid: group.optional("messaging_service_sid")?,
            default_country_code: group.optional("default_country_code")?,
            status_callback_url: group.optional("status_callback_url")?,
            webhook_url: group.optional("webhook_url")?,
            api_base_url: group.optional("api_base_url")?,
            request_timeout_seconds: group.seconds("request_timeout_seconds")?,
            storage_endpoint: group.optional("storage_endpoint")?,
            storage_region: group.optional("storage_region")?,
            storage_access_key_id: group.optional("storage_access_key_id")?,
            storage_secret_access_key: group.optional("storage_secret_access_key")?,
        })
    }
}
