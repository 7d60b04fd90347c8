//! The contract as Rust types, generated from `wit/`.
#![allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]

wit_bindgen::generate!({
    path: "wit",
    world: "adapter",
    pub_export_macro: true,
    with: {
        "example:helpdesk/types@0.1.0/command-error": uip_kit::CommandError,
        "example:helpdesk/types@0.1.0/failure": uip_kit::Failure,
        "example:helpdesk/types@0.1.0/failure-category": uip_kit::FailureCategory,
    },
});
