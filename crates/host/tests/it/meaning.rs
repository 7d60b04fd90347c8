//! JSON that is taken for what it means, and JSON that could mean two things.

use serde_json::json;

use uip_testkit::tiny::{call, everything_but, instance, tiny};

#[tokio::test]
async fn a_number_for_a_text_and_digits_for_a_number_are_taken_as_what_they_mean() {
    let mut request = everything_but("text", json!(441_234_567_890_u64));
    request["tiny"] = json!("7");
    request["medium"] = json!("4294967295");
    request["double"] = json!("45.4642");
    let answer = call(&instance(), "echo", request).await;
    assert_eq!(
        (
            &answer["text"],
            &answer["tiny"],
            &answer["medium"],
            &answer["double"]
        ),
        (
            &json!("441234567890"),
            &json!(7),
            &json!(4_294_967_295_u64),
            &json!(45.4642)
        )
    );
}

#[tokio::test]
async fn a_member_that_is_repeated_in_a_request_of_text_is_refused() {
    let text = r#"{"point":{"x":1,"y":2,"x":3}}"#;
    let request = serde_json::from_str(text).unwrap();
    let error = instance().call_raw("echo", request).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "point.x: given more than once: leave one out"
    );
}

#[tokio::test]
async fn floats_without_a_number_are_words() {
    let mut request = everything_but("double", json!("NaN"));
    request["single"] = json!("-Infinity");
    let answer = call(&instance(), "echo", request).await;
    assert_eq!(
        (&answer["double"], &answer["single"]),
        (&json!("NaN"), &json!("-Infinity"))
    );
}

#[tokio::test]
async fn a_case_without_a_payload_is_a_word_or_carries_null() {
    let instance = instance();
    for nothing in [json!("nothing"), json!({ "nothing": null })] {
        let answer = call(&instance, "echo", everything_but("shape", nothing)).await;
        assert_eq!(answer["shape"], "nothing");
    }
}

#[test]
fn a_number_that_may_have_changed_on_the_way_is_refused_with_what_to_do() {
    let adapter = tiny();
    let shape = adapter.command("echo").unwrap().request;
    for (name, value, problem) in [
        (
            "text",
            json!(393_331_234_567.0),
            "expected a string, got the number 393331234567.0: write it as text, in quotes",
        ),
        (
            "text",
            json!(-5),
            "expected a string, got the number -5: write it as text, in quotes",
        ),
        (
            "tiny",
            json!(256),
            "expected a whole number of at most 255, got 256",
        ),
    ] {
        let wrong = shape.value_from_json(everything_but(name, value));
        assert_eq!(wrong.unwrap_err().to_string(), format!("{name}: {problem}"));
    }
}
