//! The contract as Rust types, generated from `wit/`.
#![allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]

wit_bindgen::generate!({
    path: "wit",
    world: "adapter",
    pub_export_macro: true,
    generate_all,
    with: {
        "uip:whatsapp/types@2.1.0/command-error": uip_kit::CommandError,
        "uip:whatsapp/types@2.1.0/failure": uip_kit::Failure,
        "uip:whatsapp/types@2.1.0/failure-category": uip_kit::FailureCategory,
    },
});
