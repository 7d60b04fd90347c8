//! The adapter's page in `docs/`.

use std::process::Command;

use crate::manifest::root;

/// Where the page is.
const PAGE: &str = "docs/adapter.md";

#[test]
fn the_page_in_docs_is_what_describe_prints() {
    let described = Command::new(uip_testkit::uip())
        .current_dir(root())
        .args(["--manifest", "adapter.json"])
        .args(["describe", "--format", "markdown"])
        .output()
        .unwrap();
    assert!(described.status.success());
    let kept = std::fs::read_to_string(root().join(PAGE)).unwrap_or_default();
    assert!(
        String::from_utf8(described.stdout).unwrap() == kept,
        "{PAGE} is out of date; write it anew with \
         `uip --manifest adapter.json describe --format markdown > {PAGE}`"
    );
}
