//! What is said of WIT files that no adapter can have.

use std::path::{Path, PathBuf};

use uip_manifest::{Designer, Error, generate};

/// A small adapter whose files fit each other.
fn greeter() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/greeter")
}

/// What is wrong with the greeter if this is its WIT.
fn error_of(wit: &str) -> Error {
    let designer = Designer::from_file(greeter().join("designer.toml")).expect("it is there");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("greeter.wit"), wit).expect("it is written");
    generate(folder.path(), "adapter", &designer).expect_err("it is wrong")
}

#[test]
fn functions_that_no_host_loads_are_named() {
    let wit = std::fs::read_to_string(greeter().join("wit/greeter.wit")).expect("the WIT");
    for (old, new, problem) in [
        (
            "get: func() -> result<greeter-properties, string>;",
            "get: func() -> greeter-properties;",
            "properties.get must be `func() -> result<RECORD, string>`",
        ),
        (
            "get: func()",
            "take: func()",
            "properties.take: `properties` has the function `get` alone",
        ),
        (
            "send-greeting: func(request: send-greeting-request)",
            "send-greeting: func(request: send-greeting-request, more: string)",
            "commands.send-greeting must take one parameter, a record called `request`",
        ),
        (
            "send-card: func(request:",
            "send-card: func(card:",
            "commands.send-card must take one parameter, a record called `request`",
        ),
        (
            "result<greeting-sent, send-error>",
            "result<greeting-sent, string>",
            "commands.send-greeting must return `result<RECORD, VARIANT>`",
        ),
        (
            "payload: string,",
            "payload: u32,",
            "events.greeting-answered: the record needs a field `payload: string`",
        ),
        (
            "event-id: string,",
            "event-id: option<string>,",
            "events.greeting-answered: the record needs a field `event-id: string`",
        ),
        (
            "-> result<_, string>",
            "-> result<u32, string>",
            "events.greeting-answered must return `result<_, ERROR>`, where ERROR is `string` or a variant with the case `refused(string)`",
        ),
    ] {
        let changed = wit.replacen(old, new, 1);
        assert_ne!(changed, wit, "{old}");
        match error_of(&changed) {
            Error::Mismatch(problems) => {
                assert!(problems.iter().any(|it| it == problem), "{problems:#?}");
            }
            other => panic!("{new}: {other:?}"),
        }
    }
}

#[test]
fn a_mistake_in_the_wit_is_shown_with_its_file_and_line() {
    for (wit, line, problem) in [
        (
            "package acme:greeter@0.3.0;\n\ninterface commands {\n    sendGreeting: func();\n}\n",
            4,
            "invalid character in identifier 'G'",
        ),
        (
            "package acme:greeter@0.3.0;\n\ninterface commands {\n    @since(version = 0.4.0)\n    greet: func();\n}\n",
            5,
            "unreleased version",
        ),
    ] {
        let error = error_of(wit).to_string();
        assert!(error.contains(problem), "{error}");
        assert!(error.contains(&format!("greeter.wit:{line}:")), "{error}");
    }
}
