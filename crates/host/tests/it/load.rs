//! Components that are not adapters: refused at load, by name.

use serde_json::json;
use uip_host::manifest::Manifest;
use uip_host::{Adapter, CallError, ExecutionCode, Host, fit_mistakes};

use uip_testkit::tiny::{host, tiny_manifest};

/// A component with one command, `acme:bare/commands.go`, and more of its own.
fn adapter_with(more: &str) -> String {
    format!(
        r#"(component
          {more}
          (core module $m
            (memory (export "memory") 1)
            (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
            (func (export "go") (param i32 i32 i32) (result i32) unreachable))
          (core instance $i (instantiate $m))
          (type $request (record (field "a" (option string))))
          (export $request-named "request" (type $request))
          (type $ok (record (field "b" u32)))
          (export $ok-named "ok" (type $ok))
          (type $error (variant (case "bad")))
          (export $error-named "error" (type $error))
          (func $go (param "request" $request-named) (result (result $ok-named (error $error-named)))
            (canon lift (core func $i "go") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
          (instance $commands (export "go" (func $go)))
          (export "acme:bare/commands@1.0.0" (instance $commands)))"#
    )
}

fn load(wat: &str) -> String {
    let bytes = wat::parse_str(wat).unwrap();
    let manifest = Manifest::from_file(tiny_manifest()).unwrap();
    match Adapter::new(&host(), &bytes, manifest) {
        Ok(_) => "loaded".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn bytes_that_are_no_component_are_refused() {
    let manifest = || Manifest::from_file(tiny_manifest()).unwrap();
    for bytes in [
        &b""[..],
        b"\0asm",
        b"garbage that is longer than a header",
        &wat::parse_str("(module)").unwrap(),
    ] {
        let error = Adapter::new(&host(), bytes, manifest())
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("not a WebAssembly component: "),
            "{error}"
        );
        assert_eq!(error.lines().count(), 1);
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Adapter::from_files(&host(), "nowhere.wasm", tiny_manifest())
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("cannot read nowhere.wasm: "), "{error}");
    let error = Adapter::from_files(&host(), "nowhere.wasm", "nowhere.json")
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("cannot read nowhere.json: "), "{error}");
}

#[test]
fn a_component_without_commands_is_no_adapter() {
    assert_eq!(
        load("(component)"),
        "the component exports no interface called `commands`: it is not an adapter"
    );
}

/// The manifest of a component of [`adapter_with`].
fn bare() -> Manifest {
    let manifest = r#"{
        "name": "bare", "display": "Bare", "version": "1.0.0", "description": "d", "contract": "acme:bare/world@1.0.0",
        "properties": [], "events": [], "releaseHistory": [],
        "commands": [{
            "name": "go", "display": "Go", "description": "d",
            "request": [{ "name": "a", "display": "A", "description": "d", "isRequired": false, "type": "string" }],
            "response": [
                { "name": "status", "description": "d", "type": "string" },
                { "name": "b", "description": "d", "type": "integer" }
            ]
        }]
    }"#;
    Manifest::from_json(manifest).unwrap()
}

#[test]
fn an_adapter_may_do_without_properties_and_events() {
    let bytes = wat::parse_str(adapter_with("")).unwrap();
    assert!(fit_mistakes(&host(), &bytes, &bare()).unwrap().is_empty());
    let adapter = Adapter::new(&host(), &bytes, bare()).unwrap();
    assert!(adapter.properties().is_none());
    assert!(adapter.configure("bare").build().is_ok());
}

#[tokio::test]
async fn a_component_of_many_modules_runs_in_a_host_of_one_guest() {
    let modules = "(core instance (instantiate $small))".repeat(40);
    let more = format!("(core module $small (table 1 funcref)) {modules}");
    let bytes = wat::parse_str(adapter_with(&more)).unwrap();
    let host = Host::builder().no_cache().guests(1).build().unwrap();
    let adapter = Adapter::new(&host, &bytes, bare()).unwrap();
    let instance = adapter.configure("bare").build().unwrap();
    let Err(CallError::Execution(failure)) = instance.call("go", json!({})).await else {
        panic!("`go` traps");
    };
    assert_eq!(failure.code, ExecutionCode::GuestTrapped, "{failure}");
}

#[test]
fn an_import_that_nobody_has_is_named() {
    let foreign = r#"(import "acme:bare/database@1.0.0" (instance (export "query" (func))))"#;
    assert_eq!(
        load(&adapter_with(foreign)),
        "the component imports `acme:bare/database@1.0.0`, which this host does not have: an adapter imports `properties`, `events` and WASI 0.2"
    );
    let function = r#"(import "query" (func))"#;
    assert!(
        load(&adapter_with(function))
            .starts_with("the component imports `query`, which this host does not have")
    );
}

#[test]
fn an_import_of_wasi_that_this_host_lacks_is_named() {
    let more = r#"(import "wasi:keyvalue/store@0.2.0" (instance (export "open" (func))))"#;
    let bytes = wat::parse_str(adapter_with(more)).unwrap();
    let manifest = Manifest::from_file(tiny_manifest()).unwrap();
    // The manifest is another adapter's: what the engine lacks comes first.
    let error = Adapter::new(&host(), &bytes, manifest)
        .unwrap_err()
        .to_string();
    assert!(error.contains("wasi:keyvalue/store@0.2.0"), "{error}");
}

#[test]
fn an_import_of_types_alone_needs_nobody() {
    let types = r#"(import "acme:bare/types@1.0.0" (instance (type $t (record (field "x" u8))) (export "t" (type (eq $t)))))"#;
    let loaded = load(&adapter_with(types));
    assert!(
        loaded.starts_with("contract: the manifest says `acme:tiny@0.1.0`"),
        "{loaded}"
    );
}

#[test]
fn a_second_interface_of_the_same_name_is_refused() {
    let instance = r#"(instance (export "nothing" (type (sub resource))))"#;
    let twice = format!(
        r#"(import "acme:bare/events@1.0.0" (instance)) (import "acme:other/events@1.0.0" {instance})"#
    );
    assert_eq!(
        load(&adapter_with(&twice)),
        "`acme:other/events@1.0.0` is a second interface called `events`: an adapter has one"
    );
}

#[test]
fn properties_must_be_a_record_or_an_error_text() {
    for function in [
        "(func)",
        "(func (result string))",
        r#"(func (param "x" u8) (result (result string (error string))))"#,
    ] {
        let import = format!(
            r#"(import "acme:bare/properties@1.0.0" (instance (export "get" {function})))"#
        );
        let error = load(&adapter_with(&import));
        assert!(
            error == "`acme:bare/properties@1.0.0.get` must be `func() -> result<RECORD, string>`"
                || error == "`acme:bare/properties@1.0.0.get` must return a `result`",
            "{error}"
        );
    }
}

#[test]
fn a_resource_is_refused() {
    let import = r#"(import "acme:bare/properties@1.0.0" (instance (export "handle" (type (sub resource)))))"#;
    assert_eq!(
        load(&adapter_with(import)),
        "`acme:bare/properties@1.0.0.handle` is neither a function nor a plain type: an adapter has no resources"
    );
}

fn event(record: &str, result: &str) -> String {
    let import = format!(
        r#"(import "acme:bare/events@1.0.0" (instance
             (type $r (record {record}))
             (export "happened-event" (type $e (eq $r)))
             (type $v (variant (case "refused" string)))
             (export "event-error" (type $error (eq $v)))
             (type $w (variant (case "lost")))
             (export "other-error" (type $other (eq $w)))
             (export "happened" (func (param "event" $e) (result (result {result}))))))"#
    );
    load(&adapter_with(&import))
}

#[test]
fn an_event_needs_its_id_its_payload_and_a_way_to_refuse_it() {
    let both = r#"(field "event-id" string) (field "payload" string)"#;
    for error in ["(error string)", "(error $error)"] {
        assert!(
            event(both, error).starts_with("contract: the manifest says"),
            "{error}"
        );
    }
    assert_eq!(
        event(r#"(field "payload" string)"#, "(error string)"),
        "`acme:bare/events@1.0.0.happened`: the record needs a field `event-id: string`"
    );
    assert_eq!(
        event(
            r#"(field "event-id" string) (field "payload" (list u8))"#,
            "(error string)"
        ),
        "`acme:bare/events@1.0.0.happened`: the record needs a field `payload: string`"
    );
    for error in ["", "(error u8)", "(error $other)", "u8 (error string)"] {
        assert_eq!(
            event(both, error),
            "`acme:bare/events@1.0.0.happened` must return `result<_, ERROR>`, where ERROR is `string` or a variant with the case `refused(string)`",
            "{error}"
        );
    }
}

#[test]
fn an_option_in_an_option_has_no_form_in_json() {
    let record = r#"(field "event-id" string) (field "payload" string) (field "twice" (option (option u8)))"#;
    assert_eq!(
        event(record, "(error string)"),
        "`acme:bare/events@1.0.0.happened`: `twice`: an option within an option has no form in JSON"
    );
}
