//! Documents name what exists.

use crate::manifest::{self, list, root};

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

#[test]
fn the_page_of_the_contract_names_every_kind_of_failure() {
    let (page, wit) = (read("docs/contract.md"), crate::contract::read());
    let missing: Vec<String> = ["command-error", "failure-category"]
        .into_iter()
        .flat_map(|name| wit.cases("types", name))
        .filter(|case| !page.contains(&format!("`{case}`")))
        .collect();
    assert_eq!(missing, [] as [String; 0]);
}

#[test]
fn where_the_manual_finds_an_answer_the_event_has_a_row() {
    let manual = read("docs/sending.md");
    let (_, answers) = manual
        .split_once("## How the customer answers")
        .expect("the section");
    let (answers, _) = answers.split_once("\n## ").expect("another one");
    let manifest = manifest::read();
    let event = manifest::named(&manifest, "events", "customer_message");
    let rows = manifest::table(event, "properties");
    let paths = answers
        .split('`')
        .filter(|word| word.starts_with("messages[0]."));
    let (known, unknown): (Vec<&str>, Vec<&str>) = paths.partition(|path| rows.contains_key(*path));
    assert_eq!(unknown, [] as [&str; 0]);
    assert!(known.len() > 12, "{known:?}");
}

#[test]
fn the_release_notes_have_the_manifests_history() {
    let (notes, manifest) = (read("RELEASE_NOTES.md"), manifest::read());
    for release in list(&manifest, "releaseHistory") {
        let cell = |name: &str| match release.get(name) {
            Some(value) => format!(" {} |", value.as_str().unwrap()),
            None => " |".to_owned(),
        };
        let row: String = ["version", "type", "description", "tracking", "date"]
            .into_iter()
            .map(cell)
            .collect();
        assert!(notes.contains(&format!("|{row}")), "no row |{row}");
    }
}

/// Pages name the version of what to install: `cargo install x@1.2.3`.
#[test]
fn what_a_page_says_to_install_has_the_version_that_was_tried() {
    let mut named = 0;
    for engine in ["n8n", "node-red", "obelisk", "wasmtime"] {
        let page = read(&format!("engines/{engine}/README.md"));
        for command in ["npm install --global ", "cargo install "] {
            for after in page.split(command).skip(1) {
                let package = after.split([' ', '`', '\n']).next().unwrap();
                let version = package.split_once('@').map(|(_, version)| version);
                let version = version.unwrap_or_else(|| panic!("{engine}: {package}"));
                assert!(page.matches(version).count() > 1, "{engine}: {package}");
                named += 1;
            }
        }
    }
    assert!(named >= 4, "{named}");
}

#[test]
fn the_pages_of_node_and_python_name_what_the_sandbox_needs() {
    let sandbox = read("crates/sandbox/README.md");
    for engine in ["node", "python"] {
        let page = read(&format!("engines/{engine}/README.md"));
        for (variable, value) in [
            ("WHATSAPP_API_BASE_URL=", "http://127.0.0.1:8590"),
            (
                "WHATSAPP_AUTHENTICATION_TOKEN=",
                "sandbox-access-token-guards-nothing",
            ),
            ("WHATSAPP_PHONE_NUMBER_ID=", "100000000000001"),
            ("WHATSAPP_APP_SECRET=\"$(printf %s ", "sandbox-app-secret"),
            ("WHATSAPP_VERIFY_TOKEN=", "sandbox-verify-token"),
        ] {
            let line = format!("export {variable}{value}");
            assert!(page.contains(&line), "{engine}: {line}");
            assert!(sandbox.contains(value), "the sandbox has no {value}");
        }
    }
}
