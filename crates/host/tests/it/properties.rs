//! Properties: checked against manifest and types before anything runs.

use serde_json::json;
use uip_host::{Instance, InstanceBuilder};

use uip_testkit::tiny::{KEY, call, configure, tiny};

fn wrong(shape: impl FnOnce(InstanceBuilder) -> InstanceBuilder) -> String {
    shape(tiny().configure("test"))
        .build()
        .unwrap_err()
        .to_string()
}

#[test]
fn every_property_that_is_wrong_is_named() {
    let mistakes = wrong(|builder| {
        builder
            .property("greetin", "x")
            .property("greeting", "far too long")
            .property("repeat", 4)
            .property("loud", "yes")
            .property("baseUrl", true)
    });
    assert_eq!(
        mistakes,
        "greetin: unknown property; did you mean `greeting`?\n\
         accessKey: required, but missing\n\
         greeting: too long: 12 characters, at most 10 are allowed\n\
         repeat: too large: 4, the greatest is 3\n\
         loud: expected true or false, got \"yes\"\n\
         baseUrl: expected a string, got true"
    );
}

#[test]
fn a_secret_that_is_wrong_is_not_repeated() {
    assert_eq!(
        wrong(|builder| builder.property("accessKey", json!({ "s3cret": 1 }))),
        "accessKey: expected a value of type string; its value is secret and not shown"
    );
    assert_eq!(
        wrong(|builder| builder.property("accessKey", "s3cret-".repeat(6))),
        "accessKey: too long: 42 characters, at most 40 are allowed"
    );
}

#[test]
fn null_is_no_value() {
    assert_eq!(
        wrong(|builder| builder.property("accessKey", json!(null))),
        "accessKey: required, but missing"
    );
}

#[test]
fn a_blank_is_a_value_like_any_other_where_there_is_no_default() {
    assert_eq!(
        wrong(|builder| builder.property("accessKey", "")),
        "accessKey: too short: 0 characters, at least 3 are needed"
    );
}

#[tokio::test]
async fn a_blank_url_leaves_the_way_to_the_default_one_open() {
    let instance = configure(&tiny()).property("baseUrl", "").build().unwrap();
    let request = json!({ "url": "https://tiny.example.com/send" });
    let outcome = instance.dry_run("fetch", request).await.unwrap();
    let outcome = serde_json::to_value(&outcome).unwrap();
    assert_eq!(outcome["status"], "dry-run", "{outcome}");
}

#[test]
fn an_unknown_property_far_from_all_others_gets_the_list() {
    assert_eq!(
        wrong(|builder| builder.property("accessKey", KEY).property("zzz", 1)),
        "zzz: unknown property; known: accessKey, baseUrl, greeting, repeat, loud"
    );
}

async fn greeting(instance: Instance) -> serde_json::Value {
    call(&instance, "greet", json!({})).await["text"].clone()
}

#[tokio::test]
async fn text_becomes_what_the_property_is_and_the_last_value_holds() {
    let builder = configure(&tiny())
        .property("greeting", "hi")
        .property("repeat", 2)
        .property_text("repeat", "3")
        .property_text("loud", "true")
        .property_text("accessKey", KEY);
    assert_eq!(greeting(builder.build().unwrap()).await, "HI HI HI");
    let mistakes = configure(&tiny())
        .property_text("repeat", "three")
        .build()
        .unwrap_err();
    assert_eq!(
        mistakes.to_string(),
        "repeat: expected a whole number from 1 to 3, got \"three\""
    );
}

#[tokio::test]
async fn a_default_value_of_the_manifest_reaches_the_component() {
    // The manifest says 1; the component has a default of its own for this
    // greeting alone.
    assert_eq!(greeting(configure(&tiny()).build().unwrap()).await, "hello");
}
