//! `uip events`, `uip notifications` and `uip triggers`, without a server.

use super::Shell;

/// A folder with an inbox that holds nothing: an empty file is one.
pub fn with_an_inbox() -> Shell {
    let shell = Shell::with("[inbox]\nfile = 'inbox.sqlite'\n");
    shell.write("inbox.sqlite", "");
    shell
}

/// Changes, and a look.
const CHANGES: [&[&str]; 4] = [
    &["events", "drop", "--pending", "--trigger", "flow"],
    &["events", "replay", "--dead"],
    &["notifications", "replay", "--failed"],
    &["triggers", "pause", "flow"],
];
const LOOK: &[&str] = &["events", "list"];

/// 2 would say that a name is wrong, and a script would not try again.
#[test]
fn an_inbox_that_cannot_be_used_is_no_wrong_argument() {
    let missing = Shell::with("[inbox]\nfile = 'inbox.sqlite'\n");
    let damaged = with_an_inbox();
    damaged.write("inbox.sqlite", [b'x'; 8192]);
    for shell in [&missing, &damaged] {
        for change in CHANGES {
            let outcome = shell.uip(change);
            assert_eq!(outcome.code, 1, "{change:?}: {outcome:?}");
            assert!(
                outcome.stderr.ends_with(" (nothing was changed)\n"),
                "{outcome:?}"
            );
        }
        let outcome = shell.uip(LOOK);
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert!(!outcome.stderr.contains("changed"), "{outcome:?}");
    }
}

#[test]
fn what_there_is_not_and_what_is_not_understood_exit_with_2() {
    let shell = with_an_inbox();
    for arguments in [
        &["events", "show", "nobody"][..],
        &["events", "drop", "nobody"],
        &["events", "list", "--trigger", "flow"],
        &["notifications", "replay", "7"],
        &["triggers", "pause", "flow"],
        &["events", "drop"],
        &["events", "list", "--since", "soon"],
    ] {
        let outcome = shell.uip(arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}: {outcome:?}");
    }
}

#[test]
fn a_bulk_change_that_finds_nothing_is_done() {
    let shell = with_an_inbox();
    for arguments in [
        &["events", "replay", "--dead"][..],
        &["events", "replay", "--unclaimed"],
        &["notifications", "replay", "--failed"],
    ] {
        assert_eq!(shell.uip(arguments).code, 0, "{arguments:?}");
    }
}
