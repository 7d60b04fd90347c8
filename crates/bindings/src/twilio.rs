//! The properties of the adapter in its own package.

pub use generated::uip::whatsapp_twilio::properties::AdapterProperties as Properties;

#[allow(unsafe_code, missing_docs, clippy::pedantic, dead_code)]
mod generated {
    uip_host::wasmtime::component::bindgen!({
        path: "../../twilio/wit",
        interfaces: "import uip:whatsapp-twilio/properties@1.0.0;",
        additional_derives: [serde::Deserialize],
        wasmtime_crate: uip_host::wasmtime,
    });
}
