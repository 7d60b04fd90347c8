//! What happens when standard output takes nothing.

use std::fs::File;
use std::process::Stdio;

use super::operate::with_an_inbox;
use super::{KEY, Outcome, Shell, tiny_config};

fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

/// With standard output that takes nothing.
fn unprinted(shell: &Shell, arguments: &[&str], stdout: impl Into<Stdio>) -> Outcome {
    Outcome::from(shell.command(arguments).stdout(stdout).output().unwrap())
}

#[test]
fn what_cannot_be_printed_is_a_failure_of_one_line() {
    let tiny = Shell::new();
    let inbox = with_an_inbox();
    let shown = "error: the output could not be printed: No space left on device (os error 28) (nothing was changed)\n";
    for (shell, arguments) in [
        (&inbox, &["events", "list", "--json"][..]),
        (&inbox, &["events", "list"]),
        (&inbox, &["events", "dead", "--json"]),
        (&inbox, &["notifications", "list", "--json"]),
        (&inbox, &["triggers", "list"]),
        (&tiny, &["describe"]),
        (&tiny, &["describe", "greet", "--format", "json"]),
        (&tiny, &["check"]),
        (&tiny, &["--version"]),
        (&tiny, &["call", "--help"]),
    ] {
        let outcome = unprinted(shell, arguments, full());
        assert_eq!(outcome.stderr, shown, "{arguments:?}");
        assert_eq!(outcome.code, 1, "{arguments:?}");
    }
}

#[test]
fn a_result_that_cannot_be_printed_is_no_reason_to_repeat_a_change() {
    let outcome = unprinted(
        &with_an_inbox(),
        &["notifications", "replay", "--failed"],
        full(),
    );
    assert_eq!(
        outcome.stderr,
        "error: the command ran, and its result could not be printed: No space left on device (os error 28) (look at what it changed before you repeat it)\n"
    );
    assert_eq!(outcome.code, 1);
}

#[test]
fn a_server_whose_line_cannot_be_printed_ends_with_1() {
    let adapter = tiny_config(&format!("accessKey = \"{KEY}\""));
    let server = "[server]\nlisten = '127.0.0.1:0'\ncommandsToken = { file = 'token' }\n";
    let shell = Shell::with(&format!("{adapter}{server}"));
    shell.write("token", "a-token-of-thirty-two-characters!");
    let outcome = unprinted(&shell, &["serve"], full());
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let says = "error: the server started, and ended, since its line could not be printed: ";
    assert!(outcome.stderr.contains(says), "{outcome:?}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    for arguments in [&["describe"][..], &["check"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let outcome = unprinted(&Shell::new(), arguments, writer);
        assert_eq!(outcome.stderr, "", "{arguments:?}");
        assert_eq!(outcome.code, 0, "{arguments:?}");
    }
}
