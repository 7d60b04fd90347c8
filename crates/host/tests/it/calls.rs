//! Calls of commands, and what they answer.

use std::sync::Arc;

use serde_json::json;
use serde_json::value::RawValue;
use tokio::sync::Notify;
use uip_host::{Adapter, CallError, Host, Val};

use uip_testkit::tiny::{
    KEY, cache_dir, call, configure, everything, everything_but, instance, tiny, tiny_component,
    tiny_manifest,
};

#[tokio::test]
async fn a_command_sees_the_properties_and_answers_with_its_fields_beside_the_status() {
    let instance = configure(&tiny())
        .property("greeting", "ciao")
        .property("repeat", 2)
        .property("loud", true)
        .build()
        .unwrap();
    let response = instance
        .call("greet", json!({ "name": "Ada" }))
        .await
        .unwrap();
    assert!(response.is_success());
    assert_eq!(response.failure(), None);
    assert!(!response.is_retryable());
    assert_eq!(
        serde_json::to_string(&response).unwrap(),
        r#"{"status":"success","text":"CIAO CIAO, ADA","accessKeyLength":16}"#
    );
}

#[tokio::test]
async fn a_failure_is_retryable_unless_its_name_says_permanent() {
    let instance = instance();
    assert_eq!(
        serde_json::to_string(
            &call(
                &instance,
                "fail",
                json!({ "as": "permanent-failure", "text": "no" })
            )
            .await
        )
        .unwrap(),
        r#"{"status":"failure","failure":"permanent-failure","retryable":false,"code":"made-up","error":"no"}"#
    );
    assert_eq!(
        call(
            &instance,
            "fail",
            json!({ "as": "temporary-failure", "text": "later" })
        )
        .await,
        json!({ "status": "failure", "failure": "temporary-failure", "retryable": true, "code": "made-up", "error": "later" })
    );
}

#[tokio::test]
async fn a_failure_that_carries_a_string_or_nothing_says_so_too() {
    let instance = instance();
    assert_eq!(
        call(&instance, "fail", json!({ "as": "plain", "text": "why" })).await,
        json!({ "status": "failure", "failure": "plain", "retryable": true, "error": "why" })
    );
    assert_eq!(
        call(&instance, "fail", json!({ "as": "?", "text": "why" })).await,
        json!({ "status": "failure", "failure": "nothing-to-say", "retryable": true })
    );
}

#[tokio::test]
async fn a_secret_in_a_failure_is_redacted() {
    let instance = instance();
    for case in ["temporary-failure", "plain"] {
        let request = json!({ "as": case, "text": "the key is ", "leak": true });
        let response = call(&instance, "fail", request).await;
        assert_eq!(response["error"], "the key is [redacted]");
        assert!(!response.to_string().contains(KEY));
    }
}

#[tokio::test]
async fn debug_shows_no_property() {
    let builder_shows = format!("{:?} {:?}", instance(), tiny());
    assert!(!builder_shows.contains(KEY), "{builder_shows}");
}

#[tokio::test]
async fn an_unknown_command_is_refused_with_a_suggestion() {
    let error = instance().call("great", json!({})).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown command `great`; did you mean `greet`?"
    );
}

#[tokio::test]
async fn all_types_of_a_request_are_checked_before_the_component_runs() {
    let mut request = everything_but("tiny", json!(256));
    request["colour"] = json!("red");
    let Err(CallError::InvalidRequest(mistakes)) = instance().call("echo", request).await else {
        panic!("the request is wrong in two places");
    };
    assert_eq!(
        mistakes.to_string(),
        "colour: unknown; did you mean `color`?\n\
         tiny: expected a whole number of at most 255, got 256"
    );
}

#[tokio::test]
async fn the_limits_that_a_manifest_states_of_a_request_are_the_components_to_check() {
    let mut request = everything_but("text", json!("x".repeat(101)));
    request["double"] = json!(1000.5);
    let answer = call(&instance(), "echo", request).await;
    assert_eq!(answer["status"], "success");
    assert_eq!(answer["double"], json!(1000.5));
}

#[tokio::test]
async fn a_blank_field_of_a_form_counts_as_not_given_unless_it_can_be_empty() {
    let mut request = everything_but("maybePoint", json!(""));
    request["maybe"] = json!("");
    let answer = call(&instance(), "echo", request).await;
    assert_eq!(answer.get("maybePoint"), None);
    assert_eq!(answer["maybe"], "");
    let request = json!({ "as": "plain", "text": "why", "leak": "" });
    assert_eq!(call(&instance(), "fail", request).await["error"], "why");
}

#[tokio::test]
async fn a_whole_number_is_an_integer_however_it_is_written() {
    let request: serde_json::Value =
        serde_json::from_str(r#"{ "id": "e", "count": 2.0, "payload": "{}" }"#).unwrap();
    let instance = configure(&tiny())
        .events(|_| async { Ok(()) })
        .build()
        .unwrap();
    assert_eq!(call(&instance, "emitThings", request).await["count"], 2);
}

#[tokio::test]
async fn base64_may_be_broken_into_lines() {
    let request = everything_but("bytes", json!("AP\r\n8Q\n"));
    assert_eq!(call(&instance(), "echo", request).await["bytes"], "AP8Q");
}

#[tokio::test]
async fn a_request_can_be_json_text() {
    let request = RawValue::from_string(r#"{ "name": "Bob" }"#.to_owned()).unwrap();
    let response = instance().call_raw("greet", &request).await.unwrap();
    assert_eq!(response.get("text"), Some(&json!("hello, Bob")));
}

#[tokio::test]
async fn a_request_can_be_a_component_value() {
    let adapter = tiny();
    let instance = configure(&adapter).build().unwrap();
    let shape = adapter.command("echo").unwrap();
    let request = shape.request.value_from_json(everything()).unwrap();
    let answer = instance
        .call_values("echo", request.clone())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(answer, request);
    assert_eq!(json!(shape.ok.json_from_value(answer)), everything());

    let request = Val::Record(vec![
        ("as".to_owned(), Val::String("plain".to_owned())),
        ("text".to_owned(), Val::String("no".to_owned())),
        ("leak".to_owned(), Val::Option(None)),
    ]);
    let error = instance
        .call_values("fail", request)
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(
        error,
        Val::Variant(
            "plain".to_owned(),
            Some(Box::new(Val::String("no".to_owned())))
        )
    );
}

#[tokio::test]
async fn a_component_value_of_another_type_is_an_error_and_the_next_call_works() {
    let instance = instance();
    let error = instance
        .call_values("greet", Val::Bool(true))
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::Execution(_)), "{error}");
    assert_eq!(
        call(&instance, "greet", json!({})).await["status"],
        "success"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_calls_at_once_than_there_are_guests_all_answer() {
    let instance = instance();
    let calls: Vec<_> = (0..50)
        .map(|number| {
            let instance = instance.clone();
            tokio::spawn(async move {
                call(&instance, "greet", json!({ "name": number.to_string() })).await
            })
        })
        .collect();
    for (number, response) in calls.into_iter().enumerate() {
        assert_eq!(response.await.unwrap()["text"], format!("hello, {number}"));
    }
}

#[tokio::test]
async fn instances_that_are_idle_make_room_for_others() {
    let adapter = tiny();
    // The host has place for 8 guests.
    let instances: Vec<_> = (0..20)
        .map(|_| configure(&adapter).build().unwrap())
        .collect();
    for instance in &instances {
        assert_eq!(
            call(instance, "greet", json!({})).await["status"],
            "success"
        );
    }
}

#[tokio::test]
async fn a_call_that_waits_for_a_place_gets_that_of_a_call_that_ends() {
    let host = Host::builder()
        .cache_dir(cache_dir())
        .guests(1)
        .build()
        .unwrap();
    let adapter = Adapter::from_files(&host, tiny_component(), tiny_manifest()).unwrap();
    let other_waits = Arc::new(Notify::new());
    let signal = Arc::clone(&other_waits);
    let busy = configure(&adapter)
        .events(move |_| {
            let other_waits = Arc::clone(&other_waits);
            async move {
                other_waits.notified().await;
                Ok(())
            }
        })
        .build()
        .unwrap();
    let other = configure(&adapter).build().unwrap();
    let emit = json!({ "id": "e", "count": 1, "payload": "{}" });
    let (first, second) = tokio::join!(call(&busy, "emitThings", emit), async {
        signal.notify_one();
        call(&other, "greet", json!({})).await
    });
    assert_eq!(
        (&first["status"], &second["status"]),
        (&json!("success"), &json!("success"))
    );
}

#[tokio::test]
async fn a_guest_is_used_again_unless_every_call_is_to_have_its_own() {
    let adapter = tiny();
    let calls = |instance: uip_host::Instance| async move {
        let mut calls = Vec::new();
        for _ in 0..3 {
            calls
                .push(call(&instance, "misbehave", json!({ "how": "not" })).await["calls"].clone());
        }
        calls
    };
    assert_eq!(calls(configure(&adapter).build().unwrap()).await, [1, 2, 3]);
    assert_eq!(
        calls(configure(&adapter).fresh_guests(true).build().unwrap()).await,
        [1, 1, 1]
    );
}
