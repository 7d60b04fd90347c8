//! `adapter.json` is what `wit/` and `designer.toml` make it, and the pages that
//! repeat it say what it says. With `UPDATE_MANIFEST=1` the files are written.

use std::process::Command;

use uip_manifest::{Designer, generate, with_tables};

use crate::manifest::root;

/// The page that is the manifest.
const WHOLE_PAGE: &str = "docs/adapter.md";

/// Compares a file with what it should be, or writes it.
fn is_current(path: &str, expected: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE_MANIFEST").is_some() {
        std::fs::write(&file, expected).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == expected,
        "{path} is out of date. Run `cargo xtask manifest`, and read what it changed."
    );
}

fn designer() -> Designer {
    let designer = Designer::from_file(root().join("designer.toml"));
    designer.unwrap_or_else(|error| panic!("{error}"))
}

fn generated() -> String {
    generate(root().join("wit"), "adapter", &designer()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_manifest_is_what_wit_and_designer_toml_make_it() {
    is_current("adapter.json", &generated());
}

#[test]
fn the_tables_in_pages_are_those_of_the_manifest() {
    let manifest = serde_json::from_str(&generated()).unwrap();
    for path in designer().pages {
        let page = std::fs::read_to_string(root().join(&path)).unwrap();
        let path = path.to_str().unwrap();
        assert!(page.contains("<!-- manifest: "), "{path} has no table");
        is_current(path, &with_tables(&page, &manifest).unwrap());
    }
}

#[test]
fn the_adapters_page_is_what_describe_prints() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("adapter.json");
    std::fs::write(&manifest, generated()).unwrap();
    let described = Command::new(uip_testkit::uip())
        .arg("--manifest")
        .arg(&manifest)
        .args(["describe", "--format", "markdown"])
        .output()
        .unwrap();
    assert!(described.status.success());
    is_current(WHOLE_PAGE, &String::from_utf8(described.stdout).unwrap());
}
