//! Contracts whose types were known when the host was compiled.

use std::sync::Arc;

use serde_json::{Value, json};
use uip_host::{Adapter, Event, EventRecord, Host, Instance, KnownTypes, Refusal, Val};
use uip_testkit::tiny::{
    Inbox, Valued, cache_dir, call, configure, tiny, tiny_component, tiny_manifest,
};

use generated::acme::tiny::events::{EventError, ThingHappenedEvent, WordSaidEvent};
use generated::acme::tiny::properties::TinyProperties;

#[allow(unsafe_code, clippy::pedantic)]
mod generated {
    uip_host::wasmtime::component::bindgen!({
        path: "../testkit/adapters/tiny/wit",
        interfaces: "
            import acme:tiny/events@0.1.0;
            import acme:tiny/properties@0.1.0;
        ",
        additional_derives: [serde::Deserialize],
        wasmtime_crate: uip_host::wasmtime,
    });
}

impl From<Refusal> for EventError {
    fn from(Refusal(why): Refusal) -> Self {
        Self::Refused(why)
    }
}

/// Marks each id, to show which way an event came.
impl EventRecord for ThingHappenedEvent {
    type Error = EventError;

    fn into_id_and_payload(self) -> (String, String) {
        (
            format!("{}, number {}", self.event_id, self.number),
            self.payload,
        )
    }
}

impl EventRecord for WordSaidEvent {
    type Error = String;

    fn into_id_and_payload(self) -> (String, String) {
        (self.event_id, self.payload)
    }
}

fn tiny_with(types: KnownTypes) -> Adapter {
    let host = Host::builder()
        .cache_dir(cache_dir())
        .guests(8)
        .known_types([types])
        .build()
        .unwrap();
    Adapter::from_files(&host, tiny_component(), tiny_manifest()).unwrap()
}

fn known() -> KnownTypes {
    KnownTypes::of("acme:tiny")
        .properties::<TinyProperties>()
        .event::<ThingHappenedEvent>("thing_happened")
        .event::<WordSaidEvent>("word_said")
}

fn with_inbox(adapter: &Adapter) -> (Instance, Inbox) {
    let inbox = Inbox::default();
    let instance = configure(adapter).events(inbox.sink()).build().unwrap();
    (instance, inbox)
}

fn emit(count: u32, payload: &str) -> Value {
    json!({ "id": "e", "count": count, "payload": payload })
}

fn ids(inbox: &Inbox) -> Vec<String> {
    inbox.events().into_iter().map(|event| event.id).collect()
}

const MARKED: [&str; 2] = ["e-0, number 0", "e-1, number 1"];

#[tokio::test]
async fn an_event_of_a_known_type_arrives_with_its_payload_as_it_was() {
    let (instance, inbox) = with_inbox(&tiny_with(known()));
    let payload = r#"{ "a":1.50, "\u0061": 12345678901234567890123, "b" : "ü" }"#;
    let response = call(&instance, "emitThings", emit(2, payload)).await;
    assert_eq!(response, json!({ "status": "success", "count": 2 }));
    let lines: Vec<String> = inbox.events().iter().map(Event::to_line).collect();
    let line = |id: &str| {
        format!(
            r#"{{"adapter":"test","event":"thing_happened","eventId":"{id}","properties":{payload}}}"#
        )
    };
    assert_eq!(lines, MARKED.map(line));
}

#[tokio::test]
async fn a_refusal_of_a_known_type_reaches_the_adapter_in_both_forms() {
    let refusing = configure(&tiny_with(known()))
        .events(|_| std::future::ready(Err(Refusal("the disk is full".to_owned()))))
        .build()
        .unwrap();
    for command in ["emitThings", "sayWord"] {
        let response = call(&refusing, command, emit(2, "{}")).await;
        assert_eq!(
            response,
            json!({ "status": "failure", "failure": "temporary-failure", "retryable": true, "code": "refused", "error": "the disk is full" })
        );
    }
}

#[tokio::test]
async fn a_payload_of_a_known_type_that_is_not_json_never_reaches_the_sink() {
    let (instance, inbox) = with_inbox(&tiny_with(known()));
    let response = call(&instance, "emitThings", emit(1, "{} {}")).await;
    let error = response["error"].as_str().unwrap();
    assert!(
        error.starts_with("`thing_happened`: its payload is not JSON: "),
        "{error}"
    );
    assert!(inbox.events().is_empty());
}

#[tokio::test]
async fn properties_of_a_known_type_are_those_of_the_instance_or_of_one_made_from_it() {
    let greeting = async |instance: &Instance| {
        call(instance, "greet", json!({ "name": "Ada" })).await["text"].clone()
    };
    for adapter in [tiny(), tiny_with(known())] {
        let plain = configure(&adapter).build().unwrap();
        assert_eq!(greeting(&plain).await, "hello, Ada");
        let set = configure(&adapter)
            .property("greeting", "hi")
            .property_text("repeat", "2")
            .property("loud", true)
            .build()
            .unwrap();
        assert_eq!(greeting(&set).await, "HI HI, ADA");
        let values = json!({ "greeting": "yo", "loud": null });
        let tenant = set.with_properties(values.as_object().unwrap().clone());
        assert_eq!(greeting(&tenant.unwrap()).await, "yo yo, Ada");
        assert_eq!(greeting(&set).await, "HI HI, ADA");
    }
}

#[tokio::test]
async fn a_sink_that_wants_values_has_them_next_to_one_that_does_not() {
    let (instance, own) = with_inbox(&tiny_with(known()));
    for _ in 0..2 {
        call(&instance, "emitThings", emit(2, "{}")).await;
        let valued = Inbox::default();
        let sink = Arc::new(Valued(valued.clone()));
        let request = emit(2, "{}");
        let outcome = instance.call_with_events("emitThings", request, sink).await;
        assert!(outcome.unwrap().is_success());
        // Not marked: taken apart by the names of its fields.
        assert_eq!(ids(&valued), ["e-0", "e-1"]);
        let events = valued.events();
        let Some(Val::Record(fields)) = events[1].value() else {
            panic!("the sink asked for values");
        };
        assert_eq!(fields[1], ("number".to_owned(), Val::U32(1)));
    }
    assert_eq!(ids(&own), [MARKED, MARKED].concat());
    assert!(
        own.events()
            .iter()
            .all(|event| event.value::<Val>().is_none())
    );
}

#[tokio::test]
async fn a_component_of_which_not_every_type_is_known_runs_as_if_none_were() {
    /// What `word-said` has, under another event's name.
    fn without(wrong: &str) -> KnownTypes {
        let types = KnownTypes::of("acme:tiny").event::<WordSaidEvent>("word_said");
        match wrong {
            "an event is missing" => types.properties::<TinyProperties>(),
            "an event has other fields" => types
                .properties::<TinyProperties>()
                .event::<WordSaidEvent>("thing_happened"),
            "the properties are missing" => types.event::<ThingHappenedEvent>("thing_happened"),
            "the properties have other fields" => types
                .properties::<String>()
                .event::<ThingHappenedEvent>("thing_happened"),
            _ => KnownTypes::of("acme:tin"),
        }
    }
    for wrong in [
        "an event is missing",
        "an event has other fields",
        "the properties are missing",
        "the properties have other fields",
        "the contract is another",
    ] {
        let (instance, inbox) = with_inbox(&tiny_with(without(wrong)));
        assert!(!instance.has_known_types(), "{wrong}");
        let response = call(&instance, "emitThings", emit(2, "{}")).await;
        assert_eq!(response["status"], "success", "{wrong}");
        assert_eq!(ids(&inbox), ["e-0", "e-1"], "{wrong}");
    }
}
