//! `uip describe`: an adapter's page.

use serde_json::Value;

use super::{Shell, refused};
use crate::support::tiny_manifest;

fn describe(arguments: &[&str]) -> String {
    let outcome = Shell::new().uip(&[&["describe"], arguments].concat());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    outcome.stdout
}

#[test]
fn as_a_table_it_reads_well_in_a_terminal() {
    insta::assert_snapshot!(describe(&[]));
}

#[test]
fn as_markdown_it_is_the_page_of_a_document() {
    insta::assert_snapshot!(describe(&["--format", "markdown"]));
}

#[test]
fn as_json_it_is_the_manifest() {
    let shown: Value = serde_json::from_str(&describe(&["tiny", "--format", "json"])).unwrap();
    let manifest: Value =
        serde_json::from_str(&std::fs::read_to_string(tiny_manifest()).unwrap()).unwrap();
    assert_eq!(shown, manifest);
}

#[test]
fn a_manifest_alone_is_enough() {
    let shell = Shell::with("");
    let manifest = tiny_manifest().display().to_string();
    let outcome = shell.uip(&["describe", "--manifest", &manifest, "--format", "markdown"]);
    assert!(
        outcome.stdout.starts_with("# Adapter - Tiny\n"),
        "{outcome:?}"
    );
}

#[test]
fn an_unknown_adapter_is_named() {
    assert_eq!(
        Shell::new().uip(&["describe", "big"]),
        refused("error: unknown adapter `big`; known: tiny\n")
    );
}
