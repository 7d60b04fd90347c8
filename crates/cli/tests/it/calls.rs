use super::{Shell, failed, fine, refused, tiny_config};
use uip_testkit::tiny::{KEY, tiny_component, tiny_manifest};

const HELLO: &str = "{\"status\":\"success\",\"text\":\"hello, Ada\",\"accessKeyLength\":16}\n";

#[test]
fn a_command_prints_its_response_as_one_line_and_exits_with_0() {
    let shell = Shell::new();
    assert_eq!(
        shell.uip(&["call", "greet", "--set", "name=Ada"]),
        fine(HELLO)
    );
    assert_eq!(
        shell.uip(&["call", "tiny.greet", "--set", "name=Ada"]),
        fine(HELLO)
    );
}

#[test]
fn a_command_that_fails_prints_its_response_too_and_exits_with_1() {
    let outcome = Shell::new().uip(&[
        "call",
        "fail",
        "--set",
        "as=temporary-failure",
        "--set",
        "text=not now",
    ]);
    assert_eq!(
        outcome,
        failed(
            "{\"status\":\"failure\",\"failure\":\"temporary-failure\",\"retryable\":true,\"code\":\"made-up\",\"error\":\"not now\"}\n"
        )
    );
}

#[test]
fn a_component_that_crashes_is_a_failed_command() {
    let outcome = Shell::new().uip(&["call", "misbehave", "--set", "how=panic"]);
    assert_eq!(
        outcome,
        failed(
            "{\"status\":\"failure\",\"failure\":\"execution-failed\",\"retryable\":true,\"code\":\"guest-trapped\",\"error\":\"the adapter crashed (wasm trap: wasm `unreachable` instruction executed); nothing was sent, so it is safe to try again\"}\n"
        )
    );
}

#[test]
fn each_mistake_in_a_request_is_one_line() {
    let outcome = Shell::new().uip(&["call", "fail", "--set", "txt=x", "--set", "leak=maybe"]);
    assert_eq!(
        outcome,
        refused(
            "error: txt: unknown; did you mean `text`?\n\
             error: as: required, but missing\n\
             error: text: required, but missing\n\
             error: leak: expected true or false, got \"maybe\" (nothing was sent)\n"
        )
    );
}

#[test]
fn a_value_out_of_the_manifests_limits_is_the_components_to_refuse() {
    let outcome = Shell::new().uip(&["call", "fail", "--set", "as=plain", "--set", "text="]);
    assert_eq!(
        outcome,
        failed(
            "{\"status\":\"failure\",\"failure\":\"plain\",\"retryable\":true,\"error\":\"\"}\n"
        )
    );
}

#[test]
fn an_unknown_command_or_adapter_is_named() {
    let shell = Shell::new();
    assert_eq!(
        shell.uip(&["call", "gret"]),
        refused(
            "error: unknown command `gret`; did you mean `greet`? (see uip describe) (nothing was sent)\n"
        )
    );
    assert_eq!(
        shell.uip(&["call", "tony.greet"]),
        refused("error: unknown adapter `tony`; did you mean `tiny`? (nothing was sent)\n")
    );
}

#[test]
fn of_several_adapters_one_must_be_named() {
    let one = tiny_config(&format!("accessKey = \"{KEY}\""));
    let two = one.replace("adapters.tiny", "adapters.other");
    let shell = Shell::with(&format!("{one}{two}"));
    assert_eq!(
        shell.uip(&["call", "greet"]),
        refused(
            "error: the configuration has several adapters: name one of other, tiny (nothing was sent)\n"
        )
    );
    assert_eq!(
        shell.uip(&["call", "other.greet", "--set", "name=Ada"]),
        fine(HELLO)
    );
}

#[test]
fn an_unset_variable_does_not_hide_what_is_wrong_with_other_properties() {
    let shell = Shell::with(&tiny_config(
        "accessKey = { env = \"UIP_TEST_NOT_SET\" }\nrepeat = \"often\"",
    ));
    assert_eq!(
        shell.uip(&["call", "greet"]),
        refused(
            "error: property accessKey: the environment variable UIP_TEST_NOT_SET is not set\n\
             error: property repeat: expected a whole number from 1 to 3, got \"often\" (nothing was sent)\n"
        )
    );
}

#[test]
fn a_property_on_the_command_line_goes_before_the_configuration() {
    let shell = Shell::with(&tiny_config("accessKey = { env = \"UIP_TEST_NOT_SET\" }"));
    assert_eq!(
        shell.uip(&["call", "greet"]),
        refused(
            "error: property accessKey: the environment variable UIP_TEST_NOT_SET is not set (nothing was sent)\n"
        )
    );
    let outcome = shell.uip(&[
        "call",
        "greet",
        "--property",
        "accessKey=abc",
        "--property",
        "repeat=2",
    ]);
    assert_eq!(
        outcome,
        fine("{\"status\":\"success\",\"text\":\"hello hello\",\"accessKeyLength\":3}\n")
    );
    assert_eq!(
        shell.uip(&[
            "call",
            "greet",
            "--property",
            "accessKey=abc",
            "--property",
            "repeat=x",
            "--property",
            "lod=1"
        ]),
        refused(
            "error: property lod: unknown property; did you mean `loud`?\n\
             error: property repeat: expected a whole number from 1 to 3, got \"x\" (nothing was sent)\n"
        )
    );
}

#[test]
fn a_member_that_is_repeated_is_refused_wherever_json_is_read() {
    let shell = Shell::new();
    shell.write("request.json", r#"{"name":"Ada","name":"Bob"}"#);
    assert_eq!(
        shell.uip(&["call", "greet", "--json", "request.json"]),
        refused("error: --json: name: given more than once: leave one out (nothing was sent)\n")
    );
    assert_eq!(
        shell.uip(&["call", "echo", "--set", r#"point={"x":1,"x":2}"#]),
        refused("error: point: x: given more than once: leave one out (nothing was sent)\n")
    );
}

#[test]
fn an_adapter_needs_no_configuration_file() {
    let folder = Shell::with("");
    let (component, manifest) = (
        tiny_component().display().to_string(),
        tiny_manifest().display().to_string(),
    );
    let files = ["--component", &component, "--manifest", &manifest];
    let outcome = folder.uip(
        &[
            &[
                "call",
                "greet",
                "--set",
                "name=Ada",
                "--property",
                &format!("accessKey={KEY}"),
            ],
            &files[..],
        ]
        .concat(),
    );
    assert_eq!(outcome, fine(HELLO));
    assert_eq!(
        folder.uip(&["call", "greet", "--manifest", &manifest]),
        refused(
            "error: --manifest alone describes an adapter: a call needs --component too (nothing was sent)\n"
        )
    );
}

#[test]
fn without_a_configuration_it_says_how_to_name_one() {
    let shell = Shell::with("");
    std::fs::remove_file(shell.folder.path().join("uip.toml")).unwrap();
    assert_eq!(
        shell.uip(&["call", "greet"]),
        refused(
            "error: there is no uip.toml here: `uip init` writes one; or name one with --config, or an adapter with --component and --manifest (nothing was sent)\n"
        )
    );
    let outcome = shell.uip(&["call", "greet", "--config", "other.toml"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome
            .stderr
            .starts_with("error: cannot read other.toml: "),
        "{}",
        outcome.stderr
    );
}

const THINGS: [&str; 8] = [
    "call",
    "emitThings",
    "--set",
    "id=e",
    "--set",
    "count=2",
    "--set",
    "payload={\"a\": 1}",
];
const LINES: &str = "{\"adapter\":\"tiny\",\"event\":\"thing_happened\",\"eventId\":\"e-0\",\"properties\":{\"a\": 1}}\n\
                     {\"adapter\":\"tiny\",\"event\":\"thing_happened\",\"eventId\":\"e-1\",\"properties\":{\"a\": 1}}\n";
const EMITTED: &str = "{\"status\":\"success\",\"count\":2}\n";

#[test]
fn events_are_appended_to_a_file_line_by_line() {
    let shell = Shell::new();
    for times in 1..=2 {
        assert_eq!(
            shell.uip(&[&THINGS[..], &["--events", "events.jsonl"]].concat()),
            fine(EMITTED)
        );
        assert_eq!(shell.read("events.jsonl"), LINES.repeat(times));
    }
}

#[test]
fn events_on_standard_output_come_before_the_response() {
    let outcome = Shell::new().uip(&[&THINGS[..], &["--events", "-"]].concat());
    assert_eq!(outcome, fine(&format!("{LINES}{EMITTED}")));
}

#[test]
fn events_that_nobody_asked_for_are_counted_on_standard_error() {
    let outcome = Shell::new().uip(&THINGS);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, EMITTED));
    assert_eq!(
        outcome.stderr,
        "note: events discarded: 2; use --events FILE to save them or --events - to print them\n"
    );
}

#[test]
fn an_events_file_that_cannot_be_opened_is_said_before_the_command_runs() {
    let outcome = Shell::new().uip(&[&THINGS[..], &["--events", "no/such/folder"]].concat());
    assert_eq!(outcome.code, 2);
    assert!(
        outcome
            .stderr
            .starts_with("error: --events: cannot open no/such/folder: "),
        "{}",
        outcome.stderr
    );
}

#[test]
fn logs_go_to_standard_error_and_hold_no_secret() {
    let shell = Shell::new();
    for how in ["print", "panic"] {
        let outcome = shell.uip(&["-vv", "call", "misbehave", "--set", &format!("how={how}")]);
        assert!(outcome.stderr.contains("[redacted]"), "{}", outcome.stderr);
        assert!(!outcome.stderr.contains(KEY), "{}", outcome.stderr);
        assert_eq!(outcome.stdout.lines().count(), 1);
    }
    let outcome = shell.uip(&["-v", "call", "misbehave", "--set", "how=print"]);
    assert!(!outcome.stderr.contains("printed"), "{}", outcome.stderr);
}

#[test]
fn without_a_cache_it_works_and_says_so() {
    let shell = Shell::new();
    shell.write("file", "");
    let outcome = shell.uip(&[
        "call",
        "greet",
        "--set",
        "name=Ada",
        "--cache-dir",
        "file/below",
    ]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, HELLO));
    assert!(
        outcome.stderr.starts_with("warning: the cache for compiled components, file/below, cannot be used, so every start compiles anew: "),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_dry_run_prints_the_request_that_would_leave_and_succeeds() {
    let body = format!("body={{\"key\":\"{KEY}\"}}");
    let outcome = Shell::new().uip(&[
        "call",
        "--dry-run",
        "fetch",
        "--set",
        "url=https://tiny.example.com/send",
        "--set",
        &body,
    ]);
    assert_eq!(
        outcome,
        fine(
            "{\"status\":\"dry-run\",\"requests\":[{\"method\":\"POST\",\"url\":\"https://tiny.example.com/send\",\"headers\":{\"content-length\":\"26\",\"host\":\"tiny.example.com\"},\"body\":{\"key\":\"[redacted]\"}}]}\n"
        )
    );
}

#[test]
fn a_dry_run_of_a_command_that_fails_by_itself_prints_that_and_exits_with_1() {
    let outcome = Shell::new().uip(&[
        "call",
        "--dry-run",
        "fail",
        "--set",
        "as=plain",
        "--set",
        "text=no",
    ]);
    assert_eq!(
        outcome,
        failed(
            "{\"status\":\"failure\",\"failure\":\"plain\",\"retryable\":true,\"error\":\"no\"}\n"
        )
    );
}

/// Exit code 2 says that the command was not run.
#[cfg(target_os = "linux")]
#[test]
fn a_response_that_cannot_be_printed_is_no_reason_to_repeat_the_command() {
    let shell = Shell::new();
    let full = || std::fs::File::options().write(true).open("/dev/full");
    let call = ["call", "greet", "--set", "name=Ada"];
    for (more, advice) in [
        (
            &[][..],
            "(do not repeat the command, which may have sent a message)",
        ),
        (&["--dry-run"], "(nothing was sent)"),
    ] {
        let outcome = shell
            .command(&[&call[..], more].concat())
            .stdout(full().unwrap())
            .output()
            .unwrap();
        let stderr = String::from_utf8(outcome.stderr).unwrap();
        assert_eq!(outcome.status.code(), Some(1), "{stderr}");
        assert!(stderr.trim_end().ends_with(advice), "{stderr}");
        assert!(!stderr.trim_end().contains('\n'), "{stderr}");
    }
}
