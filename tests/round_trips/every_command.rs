//! No command is forgotten here.

use uip_host::manifest::Manifest;
use uip_testkit::workspace;

/// Nothing of it reaches a customer: there is nothing to see or to answer.
const UNSEEN: [&str; 1] = ["testConnection"];

#[test]
fn every_command_that_a_customer_notices_makes_a_round_trip() {
    let folder = workspace().join("tests/round_trips");
    let files = std::fs::read_dir(folder).expect("the folder of these tests");
    let calls: String = files
        .map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("text"))
        .collect();
    let manifest = Manifest::from_file(workspace().join("adapter.json")).expect("the manifest");
    let without: Vec<&str> = manifest
        .commands
        .iter()
        .map(|command| command.name.as_str())
        .filter(|name| !calls.contains(&format!("\"{name}\",")) && !UNSEEN.contains(name))
        .collect();
    assert_eq!(without, [] as [&str; 0]);
}
