//! The adapter's properties, each from a setting with a name of its own.
//!
//! What the settings are, environment variables or something else, is the
//! shim's affair that uses this.

/// Generated from `wit/`: the interface `properties`, to be exported.
#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
pub mod bindings {
    wit_bindgen::generate!({
        inline: "package uip:shims; world properties { export uip:whatsapp/properties@2.1.0; }",
        path: "../../../wit",
        generate_all,
        pub_export_macro: true,
    });
}

pub use bindings::exports::uip::whatsapp::properties::{AdapterProperties, Guest};

/// Where settings come from.
pub struct Settings {
    /// What a setting is called in a sentence: `environment variable`.
    pub kind: &'static str,
    /// The setting's name for a property, which is given in `snake_case`.
    pub name: fn(property: &str) -> String,
    /// The setting of this name, if there is one.
    pub get: fn(name: &str) -> Result<Option<String>, String>,
}

impl Settings {
    /// Reads all properties. Their values are the adapter's to check.
    ///
    /// Where notifications are received and nothing is sent, the three
    /// properties for sending may be left out together, if `app_secret` is
    /// there: they are then empty, and the adapter refuses to send.
    ///
    /// # Errors
    /// One sentence that names the setting that is missing, that is no number,
    /// or that could not be read. It never holds a value.
    pub fn read(&self) -> Result<AdapterProperties, String> {
        let app_secret = self.optional("app_secret")?;
        let token = self.given("authentication_token")?;
        let version = self.given("api_version")?;
        let number = self.given("phone_number_id")?;
        let only_receives =
            app_secret.is_some() && token.is_none() && version.is_none() && number.is_none();
        let required = |property, value: Option<String>| match value {
            Some(value) => Ok(value),
            None if only_receives => Ok(String::new()),
            None => Err(format!("{} is not set.", self.the(property))),
        };
        Ok(AdapterProperties {
            authentication_token: required("authentication_token", token)?,
            api_version: required("api_version", version)?,
            phone_number_id: required("phone_number_id", number)?,
            app_secret,
            verify_token: self.optional("verify_token")?,
            default_country_code: self.optional("default_country_code")?,
            business_account_id: self.optional("business_account_id")?,
            app_id: self.optional("app_id")?,
            template_language: self.optional("template_language")?,
            api_base_url: self.optional("api_base_url")?,
            request_timeout_seconds: self.seconds("request_timeout_seconds")?,
            storage_endpoint: self.optional("storage_endpoint")?,
            storage_region: self.optional("storage_region")?,
            storage_access_key_id: self.optional("storage_access_key_id")?,
            storage_secret_access_key: self.optional("storage_secret_access_key")?,
        })
    }

    fn optional(&self, property: &str) -> Result<Option<String>, String> {
        (self.get)(&(self.name)(property))
            .map_err(|reason| format!("{} cannot be read: {reason}", self.the(property)))
    }

    /// A setting that was left blank counts as not set.
    fn given(&self, property: &str) -> Result<Option<String>, String> {
        let value = self.optional(property)?;
        Ok(value.filter(|value| !value.trim().is_empty()))
    }

    fn seconds(&self, property: &str) -> Result<Option<u32>, String> {
        self.given(property)?
            .map(|value| {
                value.trim().parse().map_err(|_| {
                    format!(
                        "{} is not a whole number of seconds from 1 to 300.",
                        self.the(property)
                    )
                })
            })
            .transpose()
    }

    fn the(&self, property: &str) -> String {
        format!("The {} {}", self.kind, (self.name)(property))
    }
}
