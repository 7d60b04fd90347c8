//! Events: emitted by a component, taken by a sink.

use serde_json::{Value, json};
use uip_host::{Event, Refusal, Val};

use uip_testkit::tiny::{Inbox, Valued, call, configure, instance, tiny};

fn request(payload: &str) -> Value {
    json!({ "id": "e", "count": 2, "payload": payload })
}

#[tokio::test]
async fn events_arrive_in_order_with_their_payload_as_it_was() {
    let inbox = Inbox::default();
    let instance = configure(&tiny()).events(inbox.sink()).build().unwrap();
    // Spaces, an escaped letter, a number that no float holds, a repeated key.
    let payload = r#"{ "a":1.50, "\u0061": 12345678901234567890123, "b" : "ü" }"#;
    let response = call(&instance, "emitThings", request(payload)).await;
    assert_eq!(response, json!({ "status": "success", "count": 2 }));
    let lines: Vec<String> = inbox.events().iter().map(Event::to_line).collect();
    assert_eq!(
        lines,
        [
            format!(
                r#"{{"adapter":"test","event":"thing_happened","eventId":"e-0","properties":{payload}}}"#
            ),
            format!(
                r#"{{"adapter":"test","event":"thing_happened","eventId":"e-1","properties":{payload}}}"#
            ),
        ]
    );
}

#[tokio::test]
async fn line_breaks_between_tokens_do_not_break_an_events_line() {
    let inbox = Inbox::default();
    let instance = configure(&tiny()).events(inbox.sink()).build().unwrap();
    call(
        &instance,
        "sayWord",
        request("{\r\n  \"word\": \"a\\nb\"\n}"),
    )
    .await;
    let events = inbox.events();
    assert_eq!(events[0].payload.get(), "{\r\n  \"word\": \"a\\nb\"\n}");
    let line = events[0].to_line();
    assert_eq!(line.lines().count(), 1);
    let parsed: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(parsed["properties"], json!({ "word": "a\nb" }));
}

#[tokio::test]
async fn a_refusal_reaches_the_adapter_in_both_forms_and_stops_it() {
    let inbox = Inbox::default();
    let seen = inbox.sink();
    let instance = configure(&tiny())
        .events(move |event| {
            drop(seen(event));
            std::future::ready(Err(Refusal("the disk is full".to_owned())))
        })
        .build()
        .unwrap();
    for command in ["emitThings", "sayWord"] {
        let response = call(&instance, command, request("{}")).await;
        assert_eq!(
            response,
            json!({ "status": "failure", "failure": "temporary-failure", "retryable": true, "code": "refused", "error": "the disk is full" })
        );
    }
    assert_eq!(inbox.events().len(), 2);
}

#[tokio::test]
async fn without_a_sink_no_event_is_dropped_in_silence() {
    let response = call(&instance(), "emitThings", request("{}")).await;
    assert_eq!(
        response["error"],
        "this engine takes no events: no sink is configured"
    );
}

#[tokio::test]
async fn a_payload_that_is_not_json_is_refused_and_never_reaches_the_sink() {
    let inbox = Inbox::default();
    let instance = configure(&tiny()).events(inbox.sink()).build().unwrap();
    for payload in ["", "{", "{} {}", "nothing"] {
        let response = call(&instance, "emitThings", request(payload)).await;
        let error = response["error"].as_str().unwrap();
        assert!(
            error.starts_with("`thing_happened`: its payload is not JSON: "),
            "{error}"
        );
    }
    assert!(inbox.events().is_empty());
}

#[tokio::test]
async fn a_sink_can_have_the_typed_record() {
    let inbox = Inbox::default();
    let instance = configure(&tiny())
        .events(Valued(inbox.clone()))
        .build()
        .unwrap();
    call(&instance, "emitThings", request("{}")).await;
    let events = inbox.events();
    let Some(Val::Record(fields)) = events[1].value() else {
        panic!("the sink asked for values");
    };
    assert_eq!(fields[1], ("number".to_owned(), Val::U32(1)));
}

#[tokio::test]
async fn calls_that_run_at_once_get_their_own_events_and_the_instance_none() {
    let (own, one, two) = (Inbox::default(), Inbox::default(), Inbox::default());
    let instance = configure(&tiny()).events(own.sink()).build().unwrap();
    // Each sink holds its first event back until the other call has emitted one.
    let both = std::sync::Arc::new(tokio::sync::Barrier::new(2));
    let sink = |inbox: &Inbox| {
        let (take, both) = (inbox.sink(), std::sync::Arc::clone(&both));
        std::sync::Arc::new(move |event: Event| {
            let both = std::sync::Arc::clone(&both);
            let taken = take(event);
            async move {
                both.wait().await;
                taken.await
            }
        })
    };
    let emit = |id: &str| json!({ "id": id, "count": 2, "payload": "{}" });
    let (first, second) = tokio::join!(
        instance.call_with_events("emitThings", emit("one"), sink(&one)),
        instance.call_with_events("emitThings", emit("two"), sink(&two)),
    );
    assert!(first.unwrap().is_success() && second.unwrap().is_success());
    let ids = |inbox: &Inbox| -> Vec<String> {
        inbox.events().into_iter().map(|event| event.id).collect()
    };
    assert_eq!(ids(&one), ["one-0", "one-1"]);
    assert_eq!(ids(&two), ["two-0", "two-1"]);
    assert!(own.events().is_empty());
    // The guests are used again, for the instance's own sink.
    call(&instance, "emitThings", emit("own")).await;
    assert_eq!(ids(&own), ["own-0", "own-1"]);
    assert_eq!(ids(&one).len() + ids(&two).len(), 4);
}

#[tokio::test]
async fn a_sink_may_call_the_adapter_again() {
    let adapter = tiny();
    let other = configure(&adapter).build().unwrap();
    let instance = configure(&adapter)
        .events(move |_| {
            let other = other.clone();
            async move {
                let answer = other.call("greet", json!({})).await;
                answer
                    .map(|_| ())
                    .map_err(|error| Refusal(error.to_string()))
            }
        })
        .build()
        .unwrap();
    assert_eq!(
        call(&instance, "emitThings", request("{}")).await["status"],
        "success"
    );
}

#[tokio::test]
async fn debug_shows_which_event_it_is_and_no_content() {
    let inbox = Inbox::default();
    let instance = configure(&tiny()).events(inbox.sink()).build().unwrap();
    call(&instance, "sayWord", request(r#"{"word":"private"}"#)).await;
    let debug = format!("{:?}", inbox.events());
    assert!(
        debug.contains("word_said") && !debug.contains("private"),
        "{debug}"
    );
}

#[tokio::test]
async fn ten_thousand_events_from_one_call_all_arrive() {
    let inbox = Inbox::default();
    let instance = configure(&tiny()).events(inbox.sink()).build().unwrap();
    let response = call(
        &instance,
        "emitThings",
        json!({ "id": "e", "count": 10_000, "payload": "{}" }),
    )
    .await;
    assert_eq!(response["count"], 10_000);
    let events = inbox.events();
    assert_eq!(events.len(), 10_000);
    assert!(
        events
            .iter()
            .enumerate()
            .all(|(number, event)| event.id == format!("e-{number}"))
    );
}
