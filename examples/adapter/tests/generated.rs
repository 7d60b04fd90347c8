//! What is generated from `wit/` and `designer.toml`, or must fit it.
#![allow(clippy::panic)] // in what the tests share

use std::path::Path;

use uip_kit::FailureCategory;
use uip_manifest::{Designer, generate};

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `adapter.json` as it should be.
fn manifest() -> String {
    let designer = Designer::from_file(folder().join("designer.toml"));
    let designer = designer.unwrap_or_else(|error| panic!("{error}"));
    let manifest = generate(folder().join("wit"), "adapter", &designer);
    manifest.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_manifest_is_what_wit_and_designer_toml_make_it() {
    let kept = std::fs::read_to_string(folder().join("adapter.json"));
    assert!(
        kept.unwrap_or_default() == manifest(),
        "adapter.json is out of date. Run `uip-manifest` in the adapter's folder, and read what it \
         changed."
    );
}

#[test]
fn the_failure_categories_are_those_of_the_kit() {
    assert!(
        manifest().contains(&FailureCategory::WORDS.join(", ")),
        "The enum failure-category in wit/types.wit must have these cases, in this order: {:?}",
        FailureCategory::WORDS
    );
}
