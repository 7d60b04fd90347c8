use crate::of_whatsapp::AdapterProperties;
use crate::settings::{Group, Settings};

impl Settings {
    /// Reads the properties of the adapter for the Cloud API. It checks their
    /// values itself.
    ///
    /// To receive notifications without sending, you may leave out the three
    /// properties for sending together, if `app_secret` is set: they are then
    /// empty, and the adapter refuses to send.
    ///
    /// # Errors
    /// One sentence that names the setting that is missing, that is no number,
    /// or that could not be read. It never holds a value.
    pub fn whatsapp(&self) -> Result<AdapterProperties, String> {
        let group = Group {
            settings: self,
            prefix: "whatsapp",
        };
        let app_secret = group.optional("app_secret")?;
        let token = group.given("authentication_token")?;
        let version = group.given("api_version")?;
        let number = group.given("phone_number_id")?;
        let only_receives =
            app_secret.is_some() && token.is_none() && version.is_none() && number.is_none();
        let required = |property, value: Option<String>| match value {
            Some(value) => Ok(value),
            None if only_receives => Ok(String::new()),
            None => Err(group.missing(property)),
        };
        Ok(AdapterProperties {
            authentication_token: required("authentication_token", token)?,
            api_version: required("api_version", version)?,
            phone_number_id: required("phone_number_id", number)?,
            app_secret,
            verify_token: group.optional("verify_token")?,
            default_country_code: group.optional("default_country_code")?,
            business_account_id: group.optional("business_account_id")?,
            app_id: group.optional("app_id")?,
            template_language: group.optional("template_language")?,
            api_base_url: group.optional("api_base_url")?,
            request_timeout_seconds: group.seconds("request_timeout_seconds")?,
            storage_endpoint: group.optional("storage_endpoint")?,
            storage_region: group.optional("storage_region")?,
            storage_access_key_id: group.optional("storage_access_key_id")?,
            storage_secret_access_key: group.optional("storage_secret_access_key")?,
        })
    }
}
