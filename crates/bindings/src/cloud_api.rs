//! The properties of the adapter in its own package.

pub use generated::uip::whatsapp::properties::AdapterProperties as Properties;

#[allow(unsafe_code, missing_docs, clippy::pedantic, dead_code)]
mod generated {
    uip_host::wasmtime::component::bindgen!({
        path: "../../wit",
        interfaces: "import uip:whatsapp/properties@2.1.0;",
        additional_derives: [serde::Deserialize],
        wasmtime_crate: uip_host::wasmtime,
    });
}
