//! What is delivered: its type, its size, and that the adapter in it is the
//! adapter.

use uip_testkit::{component, composed};
use wasmparser::{Encoding, Parser, Payload};
use wit_component::{DecodedWasm, WitPrinter};

const ADAPTERS: [&str; 2] = ["whatsapp", "whatsapp-twilio"];

/// The components that an adapter is composed into.
fn composed_of(adapter: &str) -> [String; 3] {
    ["activities", "webhook", "webhook-stdout"].map(|made| format!("{adapter}-{made}.wasm"))
}

fn read(file: &str) -> Vec<u8> {
    let path = composed(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A component's type as WIT, without what belongs to WASI. `whole` also
/// prints the interfaces of the contract.
fn wit(file: &str, whole: bool) -> String {
    let DecodedWasm::Component(resolve, world) =
        wit_component::decode(&read(file)).expect("a component")
    else {
        panic!("{file} is a package of WIT");
    };
    let package = resolve.worlds[world].package.expect("a package");
    let contract = resolve
        .packages
        .iter()
        .filter(|(_, package)| whole && package.name.namespace == "uip")
        .map(|(id, _)| id)
        .collect::<Vec<_>>();
    let mut printer = WitPrinter::default();
    printer
        .print(&resolve, package, &contract)
        .expect("it can be printed");
    printer.output.to_string()
}

/// The components inside another one, unchanged.
fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.expect("a well-formed component") {
            Payload::ComponentSection {
                unchecked_range, ..
            } => {
                if depth == 0 {
                    let place = |at: u64| usize::try_from(at).expect("within the file");
                    parts.push(&bytes[place(unchecked_range.start)..place(unchecked_range.end)]);
                }
                depth += 1;
            }
            Payload::ModuleSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::Version { encoding, .. } if parts.is_empty() && depth == 0 => {
                assert_eq!(encoding, Encoding::Component);
            }
            _ => {}
        }
    }
    parts
}

#[test]
fn the_adapter_asks_for_the_contract_and_nothing_else() {
    insta::assert_snapshot!(wit("whatsapp.wasm", true));
}

#[test]
fn the_activities_need_nothing_but_wasi() {
    insta::assert_snapshot!(wit("whatsapp-activities.wasm", false));
}

#[test]
fn the_webhook_needs_events_and_wasi() {
    insta::assert_snapshot!(wit("whatsapp-webhook.wasm", false));
}

#[test]
fn the_webhook_that_writes_to_stdout_needs_nothing_but_wasi() {
    insta::assert_snapshot!(wit("whatsapp-webhook-stdout.wasm", false));
}

#[test]
fn the_adapter_for_twilio_asks_for_its_contract_and_nothing_else() {
    insta::assert_snapshot!(wit("whatsapp-twilio.wasm", true));
}

#[test]
fn what_is_composed_with_the_adapter_for_twilio_needs_as_little() {
    let [activities, webhook, webhook_stdout] = composed_of("whatsapp-twilio");
    insta::assert_snapshot!("twilio_activities", wit(&activities, false));
    insta::assert_snapshot!("twilio_webhook", wit(&webhook, false));
    insta::assert_snapshot!("twilio_webhook_stdout", wit(&webhook_stdout, false));
}

#[test]
fn the_adapter_in_each_is_the_adapter_byte_for_byte() {
    assert_eq!(
        read("whatsapp.wasm"),
        std::fs::read(component()).expect("the adapter"),
        "the adapter that the other tests load is this one"
    );
    for name in ADAPTERS {
        let adapter = read(&format!("{name}.wasm"));
        for file in composed_of(name) {
            let whole = read(&file);
            let parts = parts(&whole);
            let same = parts.iter().filter(|part| **part == adapter).count();
            assert_eq!(same, 1, "{file} has {} parts", parts.len());
        }
    }
}

/// How many commands an adapter's manifest has.
fn commands_of(manifest: &str) -> usize {
    let path = uip_testkit::workspace().join(manifest);
    let text = std::fs::read_to_string(path).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    manifest["commands"].as_array().expect("commands").len()
}

/// So many bytes for each command, and so many for each shim around the adapter.
#[test]
fn none_is_larger_than_it_has_to_be() {
    let fits = |file: &str, bytes: usize, most: usize| {
        assert!(bytes <= most, "{file} has {bytes} bytes, {most} at most");
    };
    for (adapter, manifest, bytes_per_command) in [
        ("whatsapp", "adapter.json", 20_800),
        ("whatsapp-twilio", "twilio/adapter.json", 25_400),
    ] {
        let file = format!("{adapter}.wasm");
        let own = read(&file).len();
        fits(&file, own, bytes_per_command * commands_of(manifest));
        let shims = composed_of(adapter).into_iter();
        for (file, most) in shims.zip([139_000, 148_500, 212_000]) {
            fits(&file, read(&file).len() - own, most);
        }
    }
    let properties = "config-properties.wasm";
    fits(properties, read(properties).len(), 56_000);
}

/// rustc writes the paths of sources into what it builds. A home directory in
/// there would tell who built it, and make every machine's bytes different.
#[test]
fn no_path_of_this_machine_is_in_them() {
    let home = std::env::var("HOME").unwrap_or_default();
    let workspace = uip_testkit::workspace().display().to_string();
    let adapters = ADAPTERS.map(|name| format!("{name}.wasm"));
    let composed = ADAPTERS.into_iter().flat_map(composed_of);
    for file in composed
        .chain(adapters)
        .chain(["config-properties.wasm".to_owned()])
    {
        let bytes = read(&file);
        let text = String::from_utf8_lossy(&bytes);
        // Meta's endpoint is what has a path of a dependency in it.
        assert!(
            text.contains("crates/percent-encoding-") || !file.starts_with("whatsapp-webhook"),
            "{file}: dependencies are named otherwise"
        );
        for path in [home.as_str(), workspace.as_str(), "/registry/src/"] {
            assert!(
                path.len() < 4 || !text.contains(path),
                "{path} is in {file}"
            );
        }
    }
}
