//! The contract as Rust types, generated from `wit/`.
#![allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]

// Its tests run where there is a C library too.
#[cfg(any(target_family = "wasm", all(test, unix)))]
mod memory;

wit_bindgen::generate!({
    path: "wit",
    world: "adapter",
    pub_export_macro: true,
});
