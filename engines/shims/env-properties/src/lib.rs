//! Gives the adapters their properties from the environment: `appSecret` is the
//! variable `WHATSAPP_APP_SECRET`, `authToken` of the adapter for Twilio is
//! `TWILIO_AUTH_TOKEN`, and so on.

use std::env::{self, VarError};

use uip_shim_properties::{Settings, of_twilio, of_whatsapp};

struct Environment;

uip_shim_properties::bindings::export!(Environment with_types_in uip_shim_properties::bindings);

const ENVIRONMENT: Settings = Settings {
    kind: "environment variable",
    name: str::to_ascii_uppercase,
    get: |name| match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err("it is not UTF-8.".to_owned()),
    },
};

impl of_whatsapp::Guest for Environment {
    fn get() -> Result<of_whatsapp::AdapterProperties, String> {
        ENVIRONMENT.whatsapp()
    }
}

impl of_twilio::Guest for Environment {
    fn get() -> Result<of_twilio::AdapterProperties, String> {
        ENVIRONMENT.twilio()
    }
}
