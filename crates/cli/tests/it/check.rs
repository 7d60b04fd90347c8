//! `uip check`, and mistakes in `uip.toml`.

use super::{Outcome, Shell, fine, refused, tiny_config};
use uip_testkit::tiny::{KEY, tiny_component, tiny_manifest};

#[test]
fn what_is_fine_is_said() {
    assert_eq!(
        Shell::new().uip(&["check"]),
        fine(
            "ok: tiny: the manifest is valid: tiny 0.1.0, 5 properties, 7 commands, 2 events\n\
             ok: tiny: the component fits the manifest: acme:tiny/adapter@0.1.0\n\
             warning: tiny: property accessKey is a secret and is written out in the \
             configuration; keep it in the environment or a file: { env = \"NAME\" } or \
             { file = \"PATH\" }\n\
             ok: tiny: the properties are complete and within their limits\n\
             ok: tiny: requests may go to https://tiny.example.com\n"
        )
    );
}

#[test]
fn every_mistake_in_the_properties_is_one_line() {
    let outcome = Shell::with(&tiny_config("repeat = 9\nacessKey = 'x'")).uip(&["check"]);
    assert_eq!(outcome.code, 2);
    assert_eq!(
        outcome.stderr,
        "error: tiny: property acessKey: unknown property; did you mean `accessKey`?\n\
         error: tiny: property accessKey: required, but missing\n\
         error: tiny: property repeat: too large: 9, the greatest is 3\n"
    );
}

fn check_manifest(change: impl FnOnce(String) -> String) -> Outcome {
    let shell = Shell::with("");
    shell.write(
        "adapter.json",
        change(std::fs::read_to_string(tiny_manifest()).unwrap()),
    );
    let component = tiny_component().display().to_string();
    shell.uip(&[
        "check",
        "--component",
        &component,
        "--manifest",
        "adapter.json",
        "--property",
        &format!("accessKey={KEY}"),
    ])
}

#[test]
fn a_manifest_that_breaks_the_schema_is_told_place_by_place() {
    let outcome = check_manifest(|text| {
        text.replacen("\"isRequired\": true", "\"isRequired\": \"yes\"", 1)
            .replacen("\"date\": \"2026-11-01\"", "\"date\": \"soon\"", 1)
    });
    assert_eq!(outcome.code, 2);
    assert_eq!(
        outcome.stderr,
        "error: tiny: manifest /properties/0/isRequired: expected true or false, got \"yes\"\n\
         error: tiny: manifest /releaseHistory/0/date: expected a date such as 2026-11-01, got \"soon\"\n"
    );
}

#[test]
fn the_adapters_own_check_of_its_properties_runs_if_the_manifest_names_one() {
    let name = |command: &str| {
        let name = format!("\"checkCommand\": \"{command}\", \"properties\": [");
        check_manifest(|text| text.replacen("\"properties\": [", &name, 1))
    };
    let outcome = name("greet");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(
        outcome.stdout.ends_with(
            "ok: tiny: the adapter finds nothing wrong with the properties (no request was sent)\n"
        ),
        "{}",
        outcome.stdout
    );
    let outcome = name("fail");
    assert_eq!(outcome.code, 2);
    assert_eq!(
        outcome.stderr,
        "error: tiny: manifest checkCommand: `fail` requires the field `as`: a check is called without fields\n"
    );
}

#[test]
fn a_manifest_that_does_not_fit_is_told_place_by_place() {
    let outcome = check_manifest(|text| {
        text.replacen("\"thing_happened\"", "\"thing_occurred\"", 1)
            .replacen("\"name\": \"loud\"", "\"name\": \"quiet\"", 1)
    });
    assert_eq!(outcome.code, 2);
    assert_eq!(
        outcome.stderr,
        "error: tiny: property quiet: in the manifest, but not in the component\n\
         error: tiny: property loud: in the component, but not in the manifest\n\
         error: tiny: event thing_occurred: in the manifest, but not in the component\n\
         error: tiny: event thing_happened: in the component, but not in the manifest\n"
    );
}

#[test]
fn every_mistake_in_the_configuration_is_named_by_its_key() {
    let shell = Shell::with(
        "adaptors = 1\n\
         [adapters.one]\ncomponnt = 'x'\nmanifest = 5\nallowedHosts = ['ftp://x', 1]\ndeadlineSeconds = 0\ncommandsToken = 'secret'\n\
         [adapters.one.properties]\na = { environment = 'X' }\nb = 2026-01-01\n\
         [adapters.\"a.b\"]\ncomponent = 'c'\nmanifest = 'm'\n",
    );
    assert_eq!(
        shell.uip(&["check"]),
        refused(
            "error: adapters.a.b: an adapter's name has letters, digits, `-` and `_` alone\n\
             error: adapters.one.component: is missing\n\
             error: adapters.one.manifest: is a number, not text\n\
             error: adapters.one.allowedHosts[0]: `ftp://x` is not a host: write `https://api.example.com`, `http://127.0.0.1:8080` or `api.example.com`\n\
             error: adapters.one.allowedHosts[1]: is a number, not text\n\
             error: adapters.one.deadlineSeconds: is 0, not from 1 to 31536000\n\
             error: adapters.one.commandsToken: is written out; a secret is in the environment or a file: { env = \"NAME\" } or { file = \"PATH\" }\n\
             error: adapters.one.properties.a: is a table, not a value, { env = \"NAME\" } or { file = \"PATH\" }\n\
             error: adapters.one.properties.b: is a date; write it as text\n\
             error: adapters.one.componnt: unknown key; did you mean `component`?\n\
             error: adaptors: unknown key; did you mean `adapters`?\n"
        )
    );
}

#[test]
fn a_setting_for_files_that_was_removed_is_named() {
    let adapter = tiny_config(&format!("accessKey = \"{KEY}\""));
    let shell = Shell::with(&format!("[host]\nmaxValues = 1048576\n{adapter}"));
    assert_eq!(
        shell.uip(&["check"]),
        refused("error: host.maxValues: was removed: files no longer need it. Delete this line\n")
    );
}

#[test]
fn a_line_that_is_not_toml_is_named_and_not_shown() {
    let outcome = Shell::with(&tiny_config("accessKey = \"s3cret\" oops")).uip(&["check"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.starts_with("error: uip.toml, line 5: "),
        "{}",
        outcome.stderr
    );
    assert!(!outcome.stderr.contains("s3cret"), "{}", outcome.stderr);
    assert_eq!(outcome.stderr.lines().count(), 1);
}

#[test]
fn hosts_and_a_deadline_can_be_configured() {
    let config = tiny_config(&format!("accessKey = \"{KEY}\""))
        .replace("[adapters.tiny.properties]", "allowedHosts = ['a.example.com', 'http://127.0.0.1:8080']\ndeadlineSeconds = 1\n[adapters.tiny.properties]");
    let shell = Shell::with(&config);
    let outcome = shell.uip(&["check"]);
    assert!(
        outcome
            .stdout
            .ends_with("requests may go to https://a.example.com, http://127.0.0.1:8080\n"),
        "{}",
        outcome.stdout
    );
    let outcome = shell.uip(&["call", "misbehave", "--set", "how=wait"]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stdout.contains("\"code\":\"deadline-exceeded\""),
        "{}",
        outcome.stdout
    );
}

#[test]
fn paths_are_relative_to_the_configuration_file() {
    let shell = Shell::with("");
    std::fs::create_dir(shell.folder.path().join("sub")).unwrap();
    std::fs::copy(tiny_component(), shell.folder.path().join("sub/tiny.wasm")).unwrap();
    std::fs::copy(tiny_manifest(), shell.folder.path().join("sub/tiny.json")).unwrap();
    shell.write("sub/key", KEY);
    shell.write(
        "sub/my.toml",
        "[adapters.t]\ncomponent = 'tiny.wasm'\nmanifest = 'tiny.json'\n[adapters.t.properties]\naccessKey = { file = 'key' }\n",
    );
    assert_eq!(shell.uip(&["check", "--config", "sub/my.toml"]).code, 0);
}

/// The tiny adapter with a trigger of each type.
fn with_triggers() -> String {
    format!(
        "{}\n\
         [server]\noperationsListen = '127.0.0.1:9464'\n\
         [inbox]\nfile = 'inbox.sqlite'\n\
         [[triggers]]\ntype = 'meta-webhook'\nname = 'hook'\nauthentication = 'hmac-sha256'\n\
         authenticationKey = {{ env = 'HOOK_KEY' }}\ncommand = 'tiny.greet'\n\
         properties = {{ name = '{{wfsystem.body}}' }}\n\
         [[triggers]]\ntype = 'event'\nadapter = 'tiny'\nevent = 'thing_happened'\n\
         deliver = 'http://127.0.0.1:1/flow'\n",
        tiny_config(&format!("accessKey = \"{KEY}\""))
    )
}

fn check_triggers(config: &str) -> (Shell, Outcome) {
    let shell = Shell::with(config);
    let outcome = shell.uip_with(&["check"], "", &[("HOOK_KEY", "a2V5")]);
    (shell, outcome)
}

#[test]
fn triggers_that_fit_are_said_to_and_no_inbox_is_opened() {
    let (shell, outcome) = check_triggers(&with_triggers());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert!(
        outcome
            .stdout
            .ends_with("ok: triggers: 1 webhook and 1 event fit their adapters\n"),
        "{}",
        outcome.stdout
    );
    assert!(!shell.folder.path().join("inbox.sqlite").exists());
}

#[test]
fn every_mistake_in_the_triggers_is_named_by_its_key() {
    let config = with_triggers()
        .replace("operationsListen", "operationListen")
        .replace("file = 'inbox.sqlite'", "keepDays = 0")
        .replace("HOOK_KEY", "HOOK_KEI")
        .replace("http:", "ftp:");
    let (_, outcome) = check_triggers(&config);
    assert_eq!(outcome.code, 2);
    assert_eq!(
        outcome.stderr,
        "error: server.operationListen: unknown key; did you mean `operationsListen`?\n\
         error: inbox.keepDays: is 0, not from 1 to 3650\n\
         error: triggers[0].authenticationKey: the environment variable HOOK_KEI is not set\n\
         error: triggers[1].deliver: `ftp://127.0.0.1:1/flow` is not an http://, https://, nats://, tls://, amqp:// or amqps:// address\n"
    );
    assert!(
        outcome.stdout.contains("ok: tiny: the component fits"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn triggers_that_do_not_fit_the_adapters_are_named_by_their_keys() {
    let config = with_triggers()
        .replace("name = '{wfsystem", "nome = '{wfsystem")
        .replace("event = 'thing_happened'", "event = 'thing_happens'");
    let (_, outcome) = check_triggers(&config);
    assert_eq!(outcome.code, 2);
    assert_eq!(
        outcome.stderr,
        "error: triggers[0].properties.nome: `greet` takes no such property; did you mean `name`?\n\
         error: triggers[1].event: `tiny` has no event `thing_happens`; did you mean `thing_happened`?\n"
    );
    let (_, outcome) = check_triggers(&with_triggers().replace("tiny.greet", "other.greet"));
    assert_eq!(
        outcome.stderr,
        "error: triggers[0].command: no adapter `other`; known: tiny\n"
    );
}

#[test]
fn mistakes_in_adapters_and_in_triggers_are_told_at_once_and_none_follows_from_another() {
    let manifest = tiny_manifest().display().to_string();
    let config = with_triggers().replace(&manifest, "nowhere.json") + "parallel = 0\n";
    let (_, outcome) = check_triggers(&config);
    assert_eq!(outcome.code, 2);
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].starts_with("error: tiny: manifest: cannot read"),
        "{lines:?}"
    );
    assert_eq!(
        lines[1],
        "error: triggers[1].parallel: is 0, not from 1 to 256"
    );

    let config = with_triggers().replace(&manifest, "nowhere.json");
    let (_, outcome) = check_triggers(&config);
    assert_eq!(outcome.stderr.lines().count(), 1, "{}", outcome.stderr);
    assert!(!outcome.stdout.contains("triggers"), "{}", outcome.stdout);

    let config = with_triggers().replace("component =", "componnt =") + "parallel = 0\n";
    let (_, outcome) = check_triggers(&config);
    for key in ["adapters.tiny.componnt: ", "triggers[1].parallel: "] {
        let line = format!("error: {key}");
        assert!(outcome.stderr.contains(&line), "{}", outcome.stderr);
    }
}

#[test]
fn a_delivery_that_may_last_longer_than_a_stop_is_noted() {
    let trigger = |more: &str| {
        format!(
            "{}\n[server]\nshutdownSeconds = 20\n[[triggers]]\ntype = \"event\"\nname = \"flow\"\n\
             adapter = \"tiny\"\nevent = \"word_said\"\ndeliver = \"http://127.0.0.1:9/flow\"\n{more}",
            tiny_config(&format!("accessKey = \"{KEY}\""))
        )
    };
    let note = "warning: triggers[0].timeoutSeconds of `flow`: 21 is more than server.shutdownSeconds, 20: ";
    for (more, is_noted) in [
        ("timeoutSeconds = 21", true),
        ("timeoutSeconds = 20", false),
    ] {
        let outcome = Shell::with(&trigger(more)).uip(&["check"]);
        assert_eq!(outcome.code, 0, "{outcome:?}");
        assert_eq!(outcome.stdout.contains(note), is_noted, "{outcome:?}");
    }
}
