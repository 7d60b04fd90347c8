//! The contract keeps what it has released: hosts and flows that were written for
//! a released version run with the current one.

use std::fs;
use std::path::{Path, PathBuf};

use wit_component::semver_check;
use wit_parser::{PackageId, Resolve, WorldId};

use crate::manifest::root;

/// The folders in `wit/released/`, each named after its version.
fn releases() -> Vec<PathBuf> {
    let folders = fs::read_dir(root().join("wit/released")).expect("wit/released");
    let mut folders: Vec<PathBuf> = folders
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// The `.wit` files of a folder: name and text, in order.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "wit"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("text");
            (name.into_owned(), text)
        })
        .collect();
    files.sort();
    files
}

fn version(resolve: &Resolve, package: PackageId) -> String {
    let version = resolve.packages[package].name.version.as_ref();
    version.expect("a version").to_string()
}

fn world(resolve: &Resolve, package: PackageId, name: &str) -> WorldId {
    resolve.packages[package].worlds[name]
}

/// Whether hosts and flows of `released` run with `current`.
fn check(resolve: &Resolve, released: PackageId, current: PackageId) -> Result<(), String> {
    let of = |package, name| world(resolve, package, name);
    // A host of the release takes the current adapter for the one it knows.
    let (old, new) = (of(released, "adapter"), of(current, "adapter"));
    semver_check(resolve.clone(), new, old).map_err(|error| format!("adapter: {error:#}"))?;
    // The current host takes a flow of the release for one of its own.
    let (old, new) = (of(released, "flow"), of(current, "flow"));
    semver_check(resolve.clone(), old, new).map_err(|error| format!("flow: {error:#}"))
}

#[test]
fn hosts_and_flows_of_each_release_run_with_the_current_contract() {
    for folder in releases() {
        let mut resolve = Resolve::default();
        let (current, _) = resolve.push_dir(root().join("wit")).expect("wit/");
        let mut alone = Resolve::default();
        let (package, _) = alone.push_dir(&folder).expect("a release");
        let released = version(&alone, package);
        assert_eq!(folder.file_name().expect("a name"), released.as_str());
        if released == version(&resolve, current) {
            assert!(
                files(&folder) == files(&root().join("wit")),
                "version {released} has been released: what changes needs a new version, or its \
                 copy in wit/released"
            );
            continue;
        }
        let (package, _) = resolve.push_dir(&folder).expect("a release");
        check(&resolve, package, current).expect("compatible with what was released");
    }
}

/// The current contract, and the same as version 2.9.0 with a change in one file.
fn changed(file: &str, from: &str, to: &str) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files(&root().join("wit")) {
        let mut text = text.replacen("@2.1.0;", "@2.9.0;", 1);
        if name == file {
            assert!(text.contains(from), "{file} contains {from}");
            text = text.replacen(from, to, 1);
        }
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let mut resolve = Resolve::default();
    let (current, _) = resolve.push_dir(root().join("wit")).expect("wit/");
    let (next, _) = resolve.push_dir(folder.path()).expect("a package");
    check(&resolve, current, next)
}

#[test]
fn a_new_command_is_compatible() {
    let new = "    @since(version = 2.9.0)\n    new-command: func(request: text-message) -> \
               result<message-sent, command-error>;\n\n    /// Sends a text message.";
    changed("commands.wit", "    /// Sends a text message.", new).expect("compatible");
}

#[test]
fn a_record_that_grows_is_not_compatible() {
    for (file, record) in [
        ("outgoing.wit", "record text-message {"),
        ("outgoing.wit", "record message-sent {"),
        ("properties.wit", "record adapter-properties {"),
        ("incoming.wit", "record message {"),
    ] {
        let grown = format!("{record}\n        new-field: option<string>,");
        assert!(changed(file, record, &grown).is_err(), "{file} {record}");
    }
}

#[test]
fn a_new_event_is_not_compatible() {
    let event = "    webhook-notification: func";
    let new = format!(
        "    new-event: func(event: webhook-notification-event) -> result<_, event-error>;\n{event}"
    );
    assert!(changed("events.wit", event, &new).is_err());
}

#[test]
fn an_error_that_gets_a_case_is_not_compatible() {
    let case = "        execution-failed,";
    let new = format!("{case}\n        new-failure(failure),");
    assert!(changed("types.wit", case, &new).is_err());
}
