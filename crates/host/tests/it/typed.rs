//! Calls with the caller's own types.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uip_host::{CallError, TypedCallError};

use uip_testkit::tiny::{configure, instance, tiny};

#[derive(Serialize)]
struct Greet<'n> {
    name: Option<&'n str>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Greeting {
    text: String,
    access_key_length: u32,
}

#[tokio::test]
async fn a_request_and_its_answer_can_be_types_of_the_callers() {
    let instance = instance();
    for (name, text) in [(Some("Ada"), "hello, Ada"), (None, "hello")] {
        let greeting: Greeting = instance.call_typed("greet", &Greet { name }).await.unwrap();
        let expected = Greeting {
            text: text.to_owned(),
            access_key_length: 16,
        };
        assert_eq!(greeting, expected);
    }
}

#[tokio::test]
async fn a_command_that_fails_is_an_error_with_its_response() {
    for (case, is_retryable) in [("temporary-failure", true), ("permanent-failure", false)] {
        let request = json!({ "as": case, "text": "not today" });
        let failed = instance().call_typed::<Greeting>("fail", &request).await;
        let error = failed.unwrap_err();
        assert_eq!(error.to_string(), format!("{case} (made-up): not today"));
        assert_eq!(error.is_retryable(), is_retryable);
        assert_eq!(error.response().unwrap().failure(), Some(case));
    }
}

#[tokio::test]
async fn a_request_of_the_wrong_type_is_an_error_before_the_component_runs() {
    let wrong = instance()
        .call_typed::<Greeting>("greet", &json!({ "name": ["Ada"] }))
        .await;
    let error = wrong.unwrap_err();
    assert!(
        matches!(&error, TypedCallError::Call(CallError::InvalidRequest(_))),
        "{error}"
    );
    assert!(!error.is_retryable());

    // JSON has no maps whose keys are not text.
    let unwritable = std::collections::BTreeMap::from([((1, 2), 3)]);
    let error = instance()
        .call_typed::<Greeting>("greet", &unwritable)
        .await
        .unwrap_err();
    assert!(matches!(error, TypedCallError::Request(_)), "{error}");
}

#[tokio::test]
async fn an_answer_of_another_type_says_that_the_command_succeeded_and_keeps_its_answer() {
    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Other {
        #[expect(dead_code, reason = "it is never read")]
        message_id: String,
    }
    let instance = configure(&tiny()).build().unwrap();
    let error = instance
        .call_typed::<Other>("greet", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the command succeeded, but its answer is not of the expected type: missing field `messageId`"
    );
    assert!(!error.is_retryable());
    let response = error.response().unwrap();
    assert_eq!(response.get("text"), Some(&json!("hello")));
}
