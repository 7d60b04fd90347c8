//! Gives the adapters their properties from `wasi:config/store`: `appSecret` is
//! the key `whatsapp_app_secret`, `authToken` of the adapter for Twilio is
//! `twilio_auth_token`, and so on. Small letters and underscores are what every
//! engine with such a store accepts in a key.

#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
mod bindings {
    wit_bindgen::generate!({
        inline: "package uip:shims; world config { import wasi:config/store@0.2.0-rc.1; }",
        path: "wit",
        generate_all,
    });
}

use bindings::wasi::config::store::{self, Error};
use uip_shim_properties::{Settings, of_twilio, of_whatsapp};

struct Store;

uip_shim_properties::bindings::export!(Store with_types_in uip_shim_properties::bindings);

const STORE: Settings = Settings {
    kind: "configuration key",
    name: str::to_owned,
    get: |name| {
        store::get(name).map_err(|error| match error {
            Error::Upstream(reason) | Error::Io(reason) => reason,
        })
    },
};

impl of_whatsapp::Guest for Store {
    fn get() -> Result<of_whatsapp::AdapterProperties, String> {
        STORE.whatsapp()
    }
}

impl of_twilio::Guest for Store {
    fn get() -> Result<of_twilio::AdapterProperties, String> {
        STORE.twilio()
    }
}
