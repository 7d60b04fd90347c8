//! The properties of the adapters, each from a setting with a name of its own.
//!
//! What the settings are, environment variables or something else, is decided
//! by the shim that uses this.

mod settings;
mod twilio;
mod whatsapp;

/// Generated from the adapters' WIT: their interfaces `properties`, to be exported.
#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
pub mod bindings {
    wit_bindgen::generate!({
        inline: "package uip:shims;
            world properties {
                export uip:whatsapp/properties@2.1.0;
                export uip:whatsapp-twilio/properties@1.0.0;
            }",
        path: "../../../twilio/wit",
        generate_all,
        pub_export_macro: true,
    });
}

pub use bindings::exports::uip::whatsapp::properties as of_whatsapp;
pub use bindings::exports::uip::whatsapp_twilio::properties as of_twilio;
pub use settings::Settings;
