//! `cargo xtask new-adapter` lays out an adapter that builds and runs in `uip`, outside
//! this repository's workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Runs it, and returns what it prints on standard output.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn new_adapter(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["new-adapter", name, "--folder"]).arg(folder);
    command
}

/// Builds the component without optimisation, into a folder that later runs use again.
fn build(folder: &Path) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-adapter");
    run(Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline", "--lib"])
        .args(["--target", "wasm32-wasip2", "--target-dir"])
        .arg(&target)
        .current_dir(folder));
    target.join("wasm32-wasip2/debug/order_desk.wasm")
}

#[test]
fn a_new_adapter_builds_and_answers_under_its_own_name() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("order-desk");
    run(&mut new_adapter("acme:order-desk", &folder));
    let component = build(&folder);
    let called = run(Command::new(uip_testkit::uip())
        .arg("--component")
        .arg(component)
        .arg("--manifest")
        .arg(folder.join("adapter.json"))
        .arg("--cache-dir")
        .arg(env!("CARGO_TARGET_TMPDIR"))
        .args(["call", "getTicket", "--set", "ticketId=T-17", "--dry-run"])
        .args(["--property", "accessToken=token-of-twenty-characters"]));
    let called: Value = serde_json::from_str(&called).unwrap();
    let request = &called["requests"][0];
    assert_eq!(
        request["url"],
        "https://api.order-desk.example/v1/tickets/T-17"
    );
    assert_eq!(request["headers"]["user-agent"], "order-desk/0.1.0");
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "mine").unwrap();
    let output = new_adapter("orders", folder.path()).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("--folder"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
