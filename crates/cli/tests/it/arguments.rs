//! What is said of arguments that are wrong or missing.

use super::{Shell, refused};

#[test]
fn wrong_arguments_are_one_line_too() {
    let shell = Shell::new();
    assert_eq!(
        shell.uip(&["call"]),
        refused(
            "error: the following required arguments were not provided: <[ADAPTER.]COMMAND> (see uip call --help)\n"
        )
    );
    assert_eq!(
        shell.uip(&["call", "greet", "--set", "name"]),
        refused(
            "error: invalid value 'name' for '--set <NAME=VALUE>': expected NAME=VALUE (see uip call --help)\n"
        )
    );
    assert_eq!(
        shell.uip(&["unheard-of"]),
        refused("error: unrecognized subcommand 'unheard-of' (see uip --help)\n")
    );
    assert_eq!(shell.uip(&["--version"]).code, 0);
    assert_eq!(shell.uip(&["call", "--help"]).code, 0);
}

#[test]
fn what_a_bulk_change_can_be_about_is_named_where_nothing_is() {
    let shell = Shell::new();
    for (verb, ways) in [
        ("replay", "<ID|--dead|--since <TIME>|--unclaimed>"),
        ("drop", "<ID|--pending>"),
    ] {
        let says = format!(
            "error: the following required arguments were not provided: {ways} (see uip events --help)\n"
        );
        assert_eq!(shell.uip(&["events", verb]), refused(&says));
    }
}

#[test]
fn a_group_of_subcommands_says_which_there_are() {
    let shell = Shell::new();
    assert_eq!(
        shell.uip(&["triggers"]),
        refused(
            "error: uip triggers needs a subcommand: list, pause or resume (see uip triggers --help)\n"
        )
    );
    let outcome = shell.uip(&[]);
    assert!(
        outcome
            .stderr
            .starts_with("error: uip needs a subcommand: ")
            && outcome.stderr.ends_with(" (see uip --help)\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_wrong_argument_is_answered_with_the_nearest_name() {
    let shell = Shell::new();
    for (arguments, says) in [
        (
            &["cal"][..],
            "unrecognized subcommand 'cal'; did you mean `call`? (see uip --help)",
        ),
        (
            &["events", "lst"],
            "unrecognized subcommand 'lst'; did you mean `list`? (see uip events --help)",
        ),
        (
            &["call", "greet", "--propert", "a=b"],
            "unexpected argument '--propert' found; did you mean `--property`? (see uip call --help)",
        ),
        (
            &["--log-format", "jsn", "check"],
            "invalid value 'jsn' for '--log-format <FORMAT>' [possible values: text, json]; did you mean `json`? (see uip check --help)",
        ),
    ] {
        assert_eq!(shell.uip(arguments), refused(&format!("error: {says}\n")));
    }
}
