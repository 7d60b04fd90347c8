//! What is generated from `wit/` and `designer.toml`.
#![allow(clippy::panic)] // in what the tests share

use std::path::Path;

use uip_manifest::{Designer, generate};

#[test]
fn the_manifest_is_what_wit_and_designer_toml_make_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let designer = Designer::from_file(folder.join("designer.toml"));
    let designer = designer.unwrap_or_else(|error| panic!("{error}"));
    let manifest = generate(folder.join("wit"), "adapter", &designer);
    let manifest = manifest.unwrap_or_else(|error| panic!("{error}"));
    let kept = std::fs::read_to_string(folder.join("adapter.json"));
    assert!(
        kept.unwrap_or_default() == manifest,
        "adapter.json is out of date. Run `uip-manifest twilio`, and read what it changed."
    );
}
