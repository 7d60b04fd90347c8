//! The contract as Rust types, generated from `wit/`.
#![allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]

wit_bindgen::generate!({
    path: "wit",
    world: "adapter",
    pub_export_macro: true,
});
