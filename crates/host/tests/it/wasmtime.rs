//! What an embedder who has wasmtime already gives a host.

use std::time::Duration;

use serde_json::json;
use uip_host::manifest::Manifest;
use uip_host::wasmtime::component::Component;
use uip_host::wasmtime::{Cache, CacheConfig, Config, Engine};
use uip_host::{Adapter, CallError, ExecutionCode, Guest, Host};

use uip_testkit::tiny::{cache_dir, call, configure, host, tiny_component, tiny_manifest};

/// The configuration that an engine needs, with the tests' cache.
fn config() -> Config {
    let mut cache = CacheConfig::new();
    cache.with_directory(cache_dir());
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .cache(Some(Cache::new(cache).unwrap()));
    config
}

fn manifest() -> Manifest {
    Manifest::from_file(tiny_manifest()).unwrap()
}

#[tokio::test]
async fn an_adapter_runs_in_an_engine_that_the_host_was_given_and_is_stopped_in_it() {
    let engine = Engine::new(&config()).unwrap();
    let host = Host::builder().engine(engine.clone()).build().unwrap();
    assert!(Engine::same(host.engine(), &engine));
    let adapter = Adapter::from_files(&host, tiny_component(), tiny_manifest()).unwrap();
    let instance = configure(&adapter).build().unwrap();
    let greeting = call(&instance, "greet", json!({})).await;
    assert_eq!(greeting["status"], "success");

    let instance = configure(&adapter)
        .deadline(Duration::from_millis(300))
        .build()
        .unwrap();
    let stopped = instance.call("misbehave", json!({ "how": "spin" })).await;
    let Err(CallError::Execution(failure)) = stopped else {
        panic!("{stopped:?}");
    };
    assert_eq!(failure.code, ExecutionCode::DeadlineExceeded);
}

#[test]
fn an_engine_in_which_no_guest_could_be_stopped_is_rejected() {
    let build = |config: &Config| {
        let engine = Engine::new(config).unwrap();
        Host::builder()
            .engine(engine)
            .build()
            .unwrap_err()
            .to_string()
    };
    let error = build(config().epoch_interruption(false));
    assert!(
        error.contains("Config::epoch_interruption(true)"),
        "{error}"
    );
    let error = build(config().consume_fuel(true));
    assert!(error.contains("Config::consume_fuel"), "{error}");
}

#[tokio::test]
async fn a_component_that_is_compiled_already_is_loaded_if_its_engine_is_the_hosts() {
    let bytes = std::fs::read(tiny_component()).unwrap();
    let host = host();
    let component = Component::from_binary(host.engine(), &bytes).unwrap();
    let adapter = Adapter::from_component(&host, &component, manifest()).unwrap();
    let greeting = call(&configure(&adapter).build().unwrap(), "greet", json!({})).await;
    assert_eq!(greeting["status"], "success");

    let engine = Engine::new(&config()).unwrap();
    let component = Component::from_binary(&engine, &bytes).unwrap();
    let error = Adapter::from_component(&host, &component, manifest()).unwrap_err();
    assert!(error.to_string().contains("another engine"), "{error}");
}

/// An adapter whose command `go` answers with what the import
/// `acme:bare/database.count` returns.
const COUNTING: &str = r#"(component
    (import "acme:bare/database@1.0.0" (instance $database (export "count" (func (result u32)))))
    (core func $count (canon lower (func $database "count")))
    (core module $m
      (import "database" "count" (func $count (result i32)))
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
      (func (export "go") (param i32 i32 i32) (result i32)
        (i32.store (i32.const 4) (call $count))
        (i32.const 0)))
    (core instance $i (instantiate $m
      (with "database" (instance (export "count" (func $count))))))
    (type $request (record (field "a" (option string))))
    (export $request-named "request" (type $request))
    (type $ok (record (field "b" u32)))
    (export $ok-named "ok" (type $ok))
    (type $error (variant (case "bad")))
    (export $error-named "error" (type $error))
    (func $go (param "request" $request-named) (result (result $ok-named (error $error-named)))
      (canon lift (core func $i "go") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
    (instance $commands (export "go" (func $go)))
    (export "acme:bare/commands@1.0.0" (instance $commands)))"#;

const COUNTING_MANIFEST: &str = r#"{
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

fn counting(host: &Host) -> Result<Adapter, String> {
    let bytes = wat::parse_str(COUNTING).unwrap();
    let manifest = Manifest::from_json(COUNTING_MANIFEST).unwrap();
    Adapter::new(host, &bytes, manifest).map_err(|error| error.to_string())
}

#[tokio::test]
async fn an_adapter_can_import_what_the_linker_was_extended_with() {
    let host = Host::builder()
        .extend_linker(|linker| {
            linker
                .instance("acme:bare/database@1.0.0")?
                .func_wrap("count", |store, ()| {
                    let guest: &Guest = store.data();
                    let length = guest.instance_name().len();
                    Ok((u32::try_from(length)?,))
                })
        })
        .build()
        .unwrap();
    let instance = counting(&host).unwrap().configure("seven77").build();
    let answer = call(&instance.unwrap(), "go", json!({})).await;
    assert_eq!(answer, json!({ "status": "success", "b": 7 }));
}

#[test]
fn what_the_extension_lacks_is_named_when_the_adapter_is_loaded() {
    let host = Host::builder().extend_linker(|_| Ok(())).build().unwrap();
    let error = counting(&host).unwrap_err();
    assert!(error.contains("acme:bare/database@1.0.0"), "{error}");
}

#[test]
fn an_extension_that_fails_fails_the_host() {
    let error = Host::builder()
        .extend_linker(|_| Err(uip_host::wasmtime::Error::msg("the database is away")))
        .build()
        .unwrap_err()
        .to_string();
    assert!(error.contains("the database is away"), "{error}");
}
