//! Gives the adapter its properties from `wasi:config/store`: `appSecret` is
//! the key `whatsapp_app_secret`, and so on. Small letters and underscores are
//! what every engine with such a store accepts in a key.

#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
mod bindings {
    wit_bindgen::generate!({
        inline: "package uip:shims; world config { import wasi:config/store@0.2.0-rc.1; }",
        path: "wit",
        generate_all,
    });
}

use bindings::wasi::config::store::{self, Error};
use uip_shim_properties::{AdapterProperties, Guest, Settings};

struct Store;

uip_shim_properties::bindings::export!(Store with_types_in uip_shim_properties::bindings);

impl Guest for Store {
    fn get() -> Result<AdapterProperties, String> {
        let store = Settings {
            kind: "configuration key",
            name: |property| format!("whatsapp_{property}"),
            get: |name| {
                store::get(name).map_err(|error| match error {
                    Error::Upstream(reason) | Error::Io(reason) => reason,
                })
            },
        };
        store.read()
    }
}
