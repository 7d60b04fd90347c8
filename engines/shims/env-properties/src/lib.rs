//! Gives the adapter its properties from the environment: `appSecret` is the
//! variable `WHATSAPP_APP_SECRET`, and so on.

use std::env::{self, VarError};

use uip_shim_properties::{AdapterProperties, Guest, Settings};

struct Environment;

uip_shim_properties::bindings::export!(Environment with_types_in uip_shim_properties::bindings);

impl Guest for Environment {
    fn get() -> Result<AdapterProperties, String> {
        let environment = Settings {
            kind: "environment variable",
            name: |property| format!("WHATSAPP_{}", property.to_ascii_uppercase()),
            get: |name| match env::var(name) {
                Ok(value) => Ok(Some(value)),
                Err(VarError::NotPresent) => Ok(None),
                Err(VarError::NotUnicode(_)) => Err("it is not UTF-8.".to_owned()),
            },
        };
        environment.read()
    }
}
