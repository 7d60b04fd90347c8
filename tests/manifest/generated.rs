//! `adapter.json` is what `wit/` and `designer.toml` make it, and the pages that
//! repeat it say what it says. With `UPDATE_MANIFEST=1` the files are written.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use uip_manifest::{Designer, generate, with_tables};

use crate::manifest::root;

#[path = "../../examples/error_tables/main.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod error_tables;

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
    let page = std::fs::read_to_string(root().join(error_tables::PAGE)).unwrap();
    let current = error_tables::with_tables(&page, &root()).unwrap();
    is_current(error_tables::PAGE, &current);
}

/// Where the adapters' own codes are.
const SOURCES: [&str; 3] = ["src", "twilio/src", "kit/src"];

/// Names in the sources with the form of a code that are none: headers, members of
/// a request, a region.
const OTHER_NAMES: [&str; 10] = [
    "content-length",
    "content-type",
    "coupon-code",
    "one-time-password",
    "quick-reply-payload",
    "retry-after",
    "twilio-request-id",
    "url-suffix",
    "user-agent",
    "x-business-use-case-usage",
];

/// The codes in the page's tables of the adapters' own codes.
fn documented() -> BTreeSet<String> {
    let page = std::fs::read_to_string(root().join(error_tables::PAGE)).unwrap();
    let (_, section) = page.split_once("## Codes of the adapter").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let codes = rows.flat_map(|row| {
        let cell = row.split(" | ").next().unwrap_or_default();
        cell.split("`, `").map(|code| code.trim_end_matches('`'))
    });
    let codes = codes.filter(|code| !code.starts_with("http-"));
    codes.map(str::to_owned).collect()
}

/// What a file is without its tests.
fn without_tests(path: &Path) -> String {
    let is_of_tests = |part: &OsStr| part == "tests" || part == "tests.rs";
    if path.iter().any(is_of_tests) {
        return String::new();
    }
    let text = std::fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next();
    code.unwrap_or_default().to_owned()
}

/// The texts in the adapters' sources that have the form of a code.
fn in_the_sources() -> BTreeSet<String> {
    let code = regex::Regex::new(r#""([a-z]+(?:-[a-z0-9]+)+)""#).unwrap();
    let files = SOURCES.map(|it| error_tables::files(&root().join(it)).unwrap());
    let sources: String = files.concat().iter().map(|it| without_tests(it)).collect();
    let found = code.captures_iter(&sources);
    let found = found.map(|found| found[1].to_owned());
    found.filter(|code| !code.starts_with("http-")).collect()
}

#[test]
fn the_page_of_errors_names_every_code_that_the_adapters_have_and_no_other() {
    let documented = documented();
    let known = in_the_sources();
    let gone: Vec<_> = documented.difference(&known).collect();
    assert!(gone.is_empty(), "no adapter has {gone:?}");
    let missing = known.difference(&documented);
    let missing: Vec<_> = missing
        .filter(|name| !OTHER_NAMES.contains(&name.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "Add these codes to {}, or, if they are none, to OTHER_NAMES: {missing:?}",
        error_tables::PAGE
    );
}

#[test]
fn every_other_name_is_still_in_the_sources() {
    let known = in_the_sources();
    for name in OTHER_NAMES {
        assert!(known.contains(name), "{name}");
    }
}
