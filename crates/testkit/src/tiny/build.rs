use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::SystemTime;

use crate::workspace;

const TARGET: &str = "wasm32-wasip2";

/// Builds the tiny adapter, if its sources are newer than the component.
pub fn tiny_component() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(build)
}

/// The adapter's sources.
pub fn source() -> PathBuf {
    workspace().join("crates/testkit/adapters/tiny")
}

/// A folder for what tests leave behind, in cargo's target directory.
pub fn scratch() -> PathBuf {
    let runner = std::env::current_exe().unwrap();
    // `target/debug/deps/it-0123456789abcdef`
    let target = runner.ancestors().nth(3).unwrap();
    target.join("tmp")
}

fn build() -> PathBuf {
    let lock = workspace().join("Cargo.lock");
    // A folder of its own: cargo would wait for other builds in the usual one.
    let target_dir = &scratch().join("tiny");
    let component = target_dir.join(TARGET).join("component/tiny.wasm");
    let newest = newest(&source()).max(modified(&lock));
    // Each test is a process of its own under some runners: cargo's own check
    // takes longer than most of the tests.
    if modified(&component) > newest {
        return component;
    }
    let mut output = cargo_build(target_dir);
    if !output.status.success() && is_target_missing(&output) {
        let added = Command::new("rustup")
            .args(["target", "add", TARGET])
            .status();
        assert!(
            added.is_ok_and(|status| status.success()),
            "the target {TARGET} is missing: run `rustup target add {TARGET}`"
        );
        output = cargo_build(target_dir);
    }
    assert!(
        output.status.success(),
        "the tiny adapter does not build:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // Nothing to do leaves the file as old as it was.
    std::fs::File::open(&component)
        .and_then(|file| file.set_modified(SystemTime::now()))
        .unwrap();
    component
}

fn cargo_build(target_dir: &Path) -> Output {
    Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            // A small component loads fast.
            "--profile",
            "component",
            "--package",
            "uip-tiny-adapter",
            "--target",
            TARGET,
            "--target-dir",
        ])
        .arg(target_dir)
        .current_dir(workspace())
        .output()
        .unwrap()
}

fn is_target_missing(output: &Output) -> bool {
    let text = String::from_utf8_lossy(&output.stderr);
    text.contains("can't find crate for `core`") || text.contains("target may not be installed")
}

fn newest(path: &Path) -> Option<SystemTime> {
    let mut newest = modified(path);
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        newest = newest.max(self::newest(&entry.path()));
    }
    newest
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata()
        .and_then(|metadata| metadata.modified())
        .ok()
}
