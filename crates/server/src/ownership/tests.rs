use std::collections::BTreeMap;

use serde_json::{Value, json};
use uip_contract::Manifest;

use super::*;

/// An adapter of a phone number and, perhaps, of an account.
fn adapter(name: &str, number: &str, account: Option<&str>) -> AdapterInfo {
    let values = [("number", Some(number)), ("account", account)];
    let manifest = Manifest::from_json(include_str!("adapter.json")).unwrap();
    let values = values
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
        .collect::<BTreeMap<_, _>>();
    AdapterInfo::new(name, Arc::new(manifest), values)
}

/// Only the number has paths: these.
fn with_paths(info: &mut AdapterInfo, paths: &[&str]) {
    for property in &mut Arc::make_mut(&mut info.manifest).properties {
        let paths = paths.iter().filter(|_| property.name == "number");
        property.event_paths = paths.map(ToString::to_string).collect();
    }
}

fn owners(infos: &[AdapterInfo]) -> Owners {
    let names: Vec<&str> = infos.iter().map(|info| info.name.as_str()).collect();
    Owners::new(names[0], names[1..].iter().copied(), infos)
}

/// The owner's name, or the property and the value that nobody has.
fn owner(owners: &Owners, payload: &Value) -> String {
    match owners.of(&payload.to_string()) {
        Owner::Adapter(name) => name.to_string(),
        Owner::Nobody(Unmatched { property, value }) => format!("nobody: {property} {value}"),
    }
}

fn sales_and_support() -> Owners {
    owners(&[
        adapter("sales", "1", Some("A")),
        adapter("support", "2", Some("A")),
    ])
}

#[test]
fn an_event_belongs_to_the_adapter_whose_property_it_carries() {
    let owners = sales_and_support();
    for (payload, expected) in [
        (json!({ "metadata": { "id": "1" } }), "sales"),
        (json!({ "metadata": { "id": "2" } }), "support"),
        (json!({ "metadata": { "id": 2 } }), "support"),
        (json!({ "value": { "metadata": { "id": "2" } } }), "support"),
        (json!({ "metadata": { "id": "3" } }), "nobody: number 3"),
        (
            json!({ "metadata": { "id": { "x": 1 } } }),
            r#"nobody: number {"x":1}"#,
        ),
    ] {
        assert_eq!(owner(&owners, &payload), expected, "{payload}");
    }
}

#[test]
fn what_is_specific_decides_before_what_is_general() {
    let owners = owners(&[
        adapter("sales", "1", Some("A")),
        adapter("support", "2", Some("B")),
    ]);
    for (number, account, expected) in [
        ("2", "A", "support"),
        ("3", "A", "nobody: number 3"),
        ("1", "C", "sales"),
    ] {
        let payload = json!({ "entry": { "id": account }, "metadata": { "id": number } });
        assert_eq!(owner(&owners, &payload), expected, "{payload}");
    }
}

#[test]
fn an_event_of_a_shared_account_belongs_to_the_first_adapter_of_it() {
    let owners = owners(&[
        adapter("other", "1", Some("B")),
        adapter("sales", "2", Some("A")),
        adapter("support", "3", Some("A")),
    ]);
    let of = |account: &str| owner(&owners, &json!({ "entry": { "id": account } }));
    assert_eq!(of("A"), "sales");
    assert_eq!(of("B"), "other");
    assert_eq!(of("C"), "nobody: account C");
}

#[test]
fn an_adapter_that_leaves_a_property_open_takes_what_no_other_has() {
    let some = owners(&[adapter("sales", "1", Some("A")), adapter("open", "2", None)]);
    let of = |owners: &Owners, account: &str| owner(owners, &json!({ "entry": { "id": account } }));
    assert_eq!(of(&some, "A"), "sales");
    assert_eq!(of(&some, "B"), "open");
    let none = owners(&[adapter("sales", "1", None), adapter("support", "2", None)]);
    assert_eq!(of(&none, "B"), "sales");
    let payload = json!({ "entry": { "id": "B" } }).to_string();
    assert_eq!(some.exactly(&payload), None);
}

#[test]
fn a_single_adapter_gets_no_event_of_another() {
    let owners = owners(&[adapter("sales", "1", None)]);
    let payload = json!({ "metadata": { "id": "2" } });
    assert_eq!(owner(&owners, &payload), "nobody: number 2");
}

#[test]
fn an_event_that_carries_no_value_belongs_to_the_first_adapter() {
    let owners = sales_and_support();
    for payload in [
        json!({}),
        json!([]),
        json!("text"),
        json!({ "metadata": {} }),
        json!({ "metadata": null }),
        json!({ "metadata": { "id": null }, "entry": { "id": " " } }),
        json!({ "metadata": { "id": "" }, "entry": "A" }),
    ] {
        assert_eq!(owner(&owners, &payload), "sales", "{payload}");
    }
    assert_eq!(owners.of("not JSON"), Owner::Adapter("sales".into()));
}

#[test]
fn what_an_event_carries_is_found_whatever_else_it_holds() {
    let owners = sales_and_support();
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    for payload in [
        format!(r#"{{"deep":{deep},"metadata":{{"id":"2"}}}}"#),
        r#"{"\ud83d":"\ud83d","metadata":{"\udc4b":0,"id":"2"}}"#.to_owned(),
        r#"{"metad\u0061ta":{"id":"\u0032"}}"#.to_owned(),
        r#"{"metadata":{"id":"1"},"metadata":{"id":"2"}}"#.to_owned(),
    ] {
        let shown: String = payload.chars().take(80).collect();
        assert_eq!(
            owners.of(&payload),
            Owner::Adapter("support".into()),
            "{shown}"
        );
    }
}

#[test]
fn a_manifest_without_paths_leaves_everything_to_the_first_adapter() {
    let mut infos = [adapter("sales", "1", None), adapter("support", "2", None)];
    for info in &mut infos {
        with_paths(info, &[]);
    }
    let payload = json!({ "metadata": { "id": "2" } });
    assert_eq!(owner(&owners(&infos), &payload), "sales");
}

#[test]
fn paths_are_read_as_manifests_write_them() {
    let owners = |path: &str| {
        let mut info = adapter("sales", "1", None);
        with_paths(&mut info, &[path]);
        owners(&[info])
    };
    let payload = json!({ "a": [{ "b": [["0", "1"], ["2"]] }], "c": "1" });
    assert_eq!(owner(&owners("c"), &payload), "sales");
    assert_eq!(owner(&owners("a[0].b[0][1]"), &payload), "sales");
    assert_eq!(owner(&owners("a[0].b[1][0]"), &payload), "nobody: number 2");
    assert_eq!(owner(&owners("a[1].b[1][0]"), &payload), "sales");
}

#[test]
fn little_of_a_long_value_is_kept() {
    let payload = json!({ "metadata": { "id": "9".repeat(5000) } });
    let Owner::Nobody(unmatched) = sales_and_support().of(&payload.to_string()) else {
        panic!("nobody has it");
    };
    assert_eq!(unmatched.value.len(), MAX_VALUE);
}
