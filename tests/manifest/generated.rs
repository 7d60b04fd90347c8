//! `adapter.json` is what `wit/` and `designer.toml` make it, and the pages that
//! repeat it say what it says. With `UPDATE_MANIFEST=1` the files are written.

use std::process::Command;

use uip_manifest::{Designer, generate, with_tables};

use crate::manifest::root;

#[path = "../../examples/error_table.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod error_table;

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

#[test]
fn the_page_of_errors_says_what_the_adapter_makes_of_each_code() {
    let page = std::fs::read_to_string(root().join(error_table::PAGE)).unwrap();
    let current = error_table::with_table(&page, &root()).unwrap();
    is_current(error_table::PAGE, &current);
}

#[test]
fn the_page_of_errors_names_codes_that_the_adapter_has() {
    let page = std::fs::read_to_string(root().join(error_table::PAGE)).unwrap();
    let (_, section) = page.split_once("## Codes of the adapter").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let codes = rows.flat_map(|row| {
        let cell = row.split(" | ").next().unwrap_or_default();
        cell.split("`, `").map(|code| code.trim_end_matches('`'))
    });
    let sources = ["src", "kit/src"].map(|it| error_table::sources(&root().join(it)).unwrap());
    let sources = sources.concat();
    let codes: Vec<&str> = codes.collect();
    let missing: Vec<&str> = codes
        .iter()
        .copied()
        .filter(|code| !code.starts_with("http-"))
        .filter(|code| !sources.contains(&format!("\"{code}\"")))
        .collect();
    assert_eq!(missing, [] as [&str; 0]);
    assert!(codes.len() > 60, "{codes:?}");
}
