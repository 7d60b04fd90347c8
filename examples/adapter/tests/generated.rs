//! `adapter.json` is what `wit/` and `designer.toml` make it. With `UPDATE_MANIFEST=1`
//! it is written.

use std::path::Path;

use uip_manifest::{Designer, generate};

#[test]
fn the_manifest_is_what_wit_and_designer_toml_make_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let designer = Designer::from_file(folder.join("designer.toml"));
    let designer = designer.unwrap_or_else(|error| panic!("{error}"));
    let expected = generate(folder.join("wit"), "adapter", &designer);
    let expected = expected.unwrap_or_else(|error| panic!("{error}"));
    let file = folder.join("adapter.json");
    if std::env::var_os("UPDATE_MANIFEST").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    assert!(
        std::fs::read_to_string(&file).unwrap_or_default() == expected,
        "adapter.json is out of date. Run `UPDATE_MANIFEST=1 cargo test --test generated`, and \
         read what it changed."
    );
}
