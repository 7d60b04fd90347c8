//! `whatsapp-activities.wasm`: properties from the environment, events to
//! standard output.

use serde_json::Value;
use wasmtime::component::Val;

use crate::guest::Guest;

const NOTIFICATION: &str = r#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"wamid.\"1\"","type":"text",
"text":{"body":"\u0047rüße"},"n":1.0e2}]}}]}]}"#;

fn activities() -> Guest {
    Guest::new("whatsapp-activities.wasm")
}

fn text(text: &str) -> Val {
    Val::String(text.to_owned())
}

fn record(fields: &[(&str, Val)]) -> Val {
    let owned = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    Val::Record(owned.collect())
}

fn notification() -> Val {
    record(&[
        ("whats-app-notification", text(NOTIFICATION)),
        ("signature", Val::Option(None)),
    ])
}

fn message() -> Val {
    record(&[
        ("phone-number", text("+16505551234")),
        ("message", text("Hello")),
        ("preview-url", Val::Option(None)),
        ("direct-send", Val::Option(None)),
        ("recipient-identity-key-hash", Val::Option(None)),
        ("reply-to", Val::Option(None)),
        ("callback-data", Val::Option(None)),
    ])
}

fn configured() -> Guest {
    activities()
        .with("WHATSAPP_AUTHENTICATION_TOKEN", "a-token-of-enough-length")
        .with("WHATSAPP_API_VERSION", "v25.0")
        .with("WHATSAPP_PHONE_NUMBER_ID", "100000000000001")
}

#[tokio::test]
async fn an_event_is_the_line_that_uip_prints() {
    let (result, written) = configured().call("process-webhook", notification()).await;
    assert!(result.starts_with("Result(Ok"), "{result}");
    assert_eq!(
        written.stdout,
        concat!(
            r#"{"adapter":"whatsapp","event":"customer_message","eventId":"wamid.\"1\"","properties":"#,
            r#"{"messages":[{"id":"wamid.\"1\"","type":"text", "text":{"body":"\u0047rüße"},"n":1.0e2}]}}"#,
            "\n"
        )
    );
    let line: Value = serde_json::from_str(&written.stdout).expect("JSON");
    assert_eq!(line["properties"]["messages"][0]["text"]["body"], "Grüße");
}

#[tokio::test]
async fn an_event_that_cannot_be_written_makes_the_command_fail_as_temporary() {
    let (result, _) = configured()
        .with_stdout_closed()
        .call("process-webhook", notification())
        .await;
    assert!(result.contains("temporary-failure"), "{result}");
    assert!(result.contains("event-refused"), "{result}");
    assert!(result.contains("standard output"), "{result}");
}

#[tokio::test]
async fn what_is_missing_in_the_environment_is_named() {
    let cases = [
        (activities(), "WHATSAPP_AUTHENTICATION_TOKEN is not set"),
        (
            activities().with("WHATSAPP_AUTHENTICATION_TOKEN", "a-token-of-enough-length"),
            "WHATSAPP_API_VERSION is not set",
        ),
        (
            configured().with("WHATSAPP_PHONE_NUMBER_ID", " "),
            "WHATSAPP_PHONE_NUMBER_ID is not set",
        ),
        (
            configured().with("WHATSAPP_REQUEST_TIMEOUT_SECONDS", "soon-s3cret"),
            "WHATSAPP_REQUEST_TIMEOUT_SECONDS is not a whole number",
        ),
    ];
    for (guest, named) in cases {
        let (result, _) = guest.call("send-message-text", message()).await;
        assert!(result.contains("permanent-failure"), "{named}: {result}");
        assert!(
            result.contains("properties-unavailable"),
            "{named}: {result}"
        );
        assert!(result.contains(named), "{named}: {result}");
        assert!(!result.contains("s3cret"), "{result}");
    }
}

#[tokio::test]
async fn every_variable_reaches_its_property() {
    for (variable, value, code) in [
        ("WHATSAPP_API_BASE_URL", "ftp://x", "invalid-api-base-url"),
        (
            "WHATSAPP_DEFAULT_COUNTRY_CODE",
            "x",
            "invalid-default-country-code",
        ),
        (
            "WHATSAPP_REQUEST_TIMEOUT_SECONDS",
            "301",
            "invalid-request-timeout",
        ),
        ("WHATSAPP_API_VERSION", "25", "invalid-api-version"),
        ("WHATSAPP_PHONE_NUMBER_ID", "x/y", "invalid-phone-number-id"),
        (
            "WHATSAPP_AUTHENTICATION_TOKEN",
            "short",
            "invalid-authentication-token",
        ),
    ] {
        let guest = configured().with(variable, value);
        let (result, _) = guest.call("send-message-text", message()).await;
        assert!(result.contains(code), "{variable}: {result}");
    }
    let guest = configured().with("WHATSAPP_APP_SECRET", "not base64!");
    let (result, _) = guest.call("process-webhook", notification()).await;
    assert!(result.contains("invalid-app-secret"), "{result}");
}

#[tokio::test]
async fn who_only_receives_needs_no_token_and_cannot_send() {
    let guest = activities().with("WHATSAPP_APP_SECRET", "c2VjcmV0");
    let (result, _) = guest.call("process-webhook", notification()).await;
    assert!(result.contains("invalid-signature"), "{result}");
    let (result, _) = guest.call("send-message-text", message()).await;
    assert!(result.contains("invalid-authentication-token"), "{result}");
}
