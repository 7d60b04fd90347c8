//! `uip describe`: an adapter's page.

use std::process::Command;

use serde_json::Value;

use super::{KEY, Shell, refused, tiny_config};
use uip_testkit::tiny::{cache_dir, tiny_manifest};

fn describe(arguments: &[&str]) -> String {
    let outcome = Shell::new().uip(&[&["describe"], arguments].concat());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    outcome.stdout
}

#[test]
fn as_lists_it_reads_well_in_a_terminal() {
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
fn one_command_is_told_with_its_fields_its_answer_and_its_failures() {
    let echo = describe(&["echo"]);
    insta::assert_snapshot!(echo);
    assert_eq!(describe(&["tiny", "echo"]), echo);
    assert_eq!(describe(&["tiny.echo"]), echo);
    insta::assert_snapshot!(describe(&["fail"]));
    insta::assert_snapshot!(describe(&["fail", "--format", "markdown"]));
}

#[test]
fn one_event_is_described_with_its_properties_and_an_example() {
    let word = describe(&["word_said"]);
    insta::assert_snapshot!(word);
    assert_eq!(describe(&["tiny", "word_said"]), word);
    assert_eq!(describe(&["tiny.word_said"]), word);
    insta::assert_snapshot!(describe(&["word_said", "--format", "markdown"]));
    let shown: Value = serde_json::from_str(&describe(&["word_said", "--format", "json"])).unwrap();
    assert_eq!(shown["name"], "word_said");
}

#[test]
fn an_event_is_no_command_that_could_be_called() {
    assert_eq!(
        Shell::new().uip(&["call", "word_said", "--help"]),
        refused(
            "error: unknown adapter or command `word_said`; known: tiny, echo, greet, fail, emitThings, sayWord, fetch, misbehave\n"
        )
    );
}

#[test]
fn the_example_is_a_command_line_that_runs() {
    let shell = Shell::new();
    let greet = shell.uip(&["describe", "greet"]).stdout;
    let line = greet
        .lines()
        .find(|line| line.contains("uip call"))
        .unwrap();
    let uip = std::path::Path::new(env!("CARGO_BIN_EXE_uip"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path);
    let path = std::iter::once(uip.parent().unwrap().to_owned()).chain(folders);
    let ran = Command::new("sh")
        .args(["-c", line])
        .current_dir(&shell.folder)
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("UIP_CACHE_DIR", cache_dir())
        .output()
        .unwrap();
    let stdout = String::from_utf8(ran.stdout).unwrap();
    assert!(stdout.contains("hello, Ada"), "{line}: {stdout}");
}

#[test]
fn the_help_of_a_call_names_the_description_and_that_of_a_command_is_it() {
    let shell = Shell::new();
    for help in ["--help", "-h"] {
        let outcome = shell.uip(&["call", "greet", help]);
        assert_eq!(outcome, shell.uip(&["describe", "greet"]));
        let outcome = shell.uip(&["call", "tiny.greet", help]);
        assert_eq!(outcome, shell.uip(&["describe", "greet"]));
        let general = shell.uip(&["call", help]);
        assert_eq!((general.code, general.stderr.as_str()), (0, ""));
        assert!(
            general
                .stdout
                .contains("Usage: uip call [OPTIONS] [ADAPTER.]COMMAND")
        );
        assert!(
            general.stdout.contains("`uip describe COMMAND`"),
            "{general:?}"
        );
    }
    assert_eq!(
        shell.uip(&["call", "gret", "--help"]),
        refused("error: unknown adapter or command `gret`; did you mean `greet`?\n")
    );
}

#[test]
fn of_several_adapters_with_the_command_one_must_be_named() {
    let one = tiny_config(&format!("accessKey = \"{KEY}\""));
    let two = one.replace("adapters.tiny", "adapters.other");
    let shell = Shell::with(&format!("{one}{two}"));
    assert_eq!(
        shell.uip(&["describe", "greet"]),
        refused(
            "error: several adapters have the command `greet`: name one of other, tiny before it\n"
        )
    );
    let outcome = shell.uip(&["describe", "other", "greet"]);
    assert!(
        outcome
            .stdout
            .contains("uip call other.greet --set name=Ada"),
        "{outcome:?}"
    );
    assert_eq!(shell.uip(&["describe", "other.greet"]), outcome);
}

#[test]
fn an_unknown_name_is_named() {
    let shell = Shell::new();
    assert_eq!(
        shell.uip(&["describe", "gret"]),
        refused("error: unknown adapter, command or event `gret`; did you mean `greet`?\n")
    );
    assert_eq!(
        shell.uip(&["describe", "tiny", "thing_happend"]),
        refused(
            "error: unknown command or event `thing_happend`; did you mean `thing_happened`?\n"
        )
    );
    assert_eq!(
        shell.uip(&["describe", "big", "greet"]),
        refused("error: unknown adapter `big`; known: tiny\n")
    );
}
