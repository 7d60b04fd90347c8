//! Messages reach the customer, as the component sends them over real HTTP.

use serde_json::{Value, json};
use uip_testkit::Scene;

fn body(scene: &Scene) -> Value {
    let sends = scene.sandbox.sends();
    assert_eq!(sends.len(), 1, "one request for one command");
    sends[0].json().expect("JSON")
}

#[tokio::test]
async fn a_text_reaches_the_customer_and_the_answer_has_its_id() {
    let scene = Scene::start().await;
    let response = scene
        .call("sendMessageText", json!({"phoneNumber": "+1 (650) 555-1234", "message": "Ciao 👋", "previewUrl": true, "callbackData": "order-7"}))
        .await;

    assert_eq!(response.get("status"), Some(&json!("success")));
    let received = scene.sandbox.customer("16505551234").received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].body, "Ciao 👋");
    assert_eq!(response.get("messageId"), Some(&json!(received[0].id)));
    assert_eq!(response.get("waId"), Some(&json!("16505551234")));
    assert_eq!(
        body(&scene),
        json!({
            "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+16505551234",
            "type": "text", "text": {"body": "Ciao 👋", "preview_url": true}, "biz_opaque_callback_data": "order-7",
        })
    );
}

#[tokio::test]
async fn the_request_is_what_the_cloud_api_documents() {
    let scene = Scene::start().await;
    scene.send_text().await;
    let request = &scene.sandbox.sends()[0];
    assert_eq!(
        request.path(),
        format!("/v25.0/{}/messages", scene.sandbox.phone_number_id())
    );
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {}", scene.sandbox.token()).as_str())
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(
        request.header("content-length"),
        Some(request.body().len().to_string().as_str())
    );
}

#[tokio::test]
async fn a_template_with_named_parameters_is_filled_in() {
    let scene = Scene::start().await;
    let response = scene
        .call(
            "sendMessageTextTemplate",
            json!({
                "phoneNumber": "+16505551234", "templateName": "hello_world", "languageCode": "en_US",
            }),
        )
        .await;
    assert_eq!(
        response.get("status"),
        Some(&json!("success")),
        "{response:?}"
    );
    assert_eq!(response.get("messageStatus"), Some(&json!("accepted")));
    assert_eq!(
        scene.sandbox.customer("16505551234").received()[0].kind,
        "template"
    );
}

#[tokio::test]
async fn a_reaction_is_put_on_the_customers_message_and_taken_off() {
    let scene = Scene::start().await;
    let customer = scene.sandbox.customer("16505551234");
    let message = customer.says("Thank you!");
    for emoji in ["👍", ""] {
        let response = scene
            .call(
                "sendMessageReaction",
                json!({"phoneNumber": "+16505551234", "messageId": message, "emoji": emoji}),
            )
            .await;
        assert_eq!(
            response.get("status"),
            Some(&json!("success")),
            "{response:?}"
        );
    }
    let reactions: Vec<String> = customer
        .received()
        .into_iter()
        .map(|message| message.body)
        .collect();
    assert_eq!(reactions, ["👍", ""]);
}

#[tokio::test]
async fn a_customer_without_a_phone_number_is_reached_by_user_id() {
    let scene = Scene::start().await;
    let response = scene
        .call(
            "sendMessageText",
            json!({"phoneNumber": "US.13491208655302741918", "message": "Hello"}),
        )
        .await;
    assert_eq!(
        response.get("userId"),
        Some(&json!("US.13491208655302741918")),
        "{response:?}"
    );
    let body = body(&scene);
    assert_eq!(body["recipient"], "US.13491208655302741918");
    assert_eq!(body.get("to"), None);
}

#[tokio::test]
async fn a_number_is_always_sent_with_its_plus() {
    for (given, code, sent) in [
        ("16505551234", None, "+16505551234"),
        ("0039 333 123 4567", None, "+393331234567"),
        ("333 123 4567", Some("39"), "+393331234567"),
        ("+1 650 555 1234", Some("39"), "+16505551234"),
    ] {
        let mut builder = Scene::builder();
        if let Some(code) = code {
            builder = builder.property("defaultCountryCode", code);
        }
        let scene = builder.start().await;
        scene
            .call(
                "sendMessageText",
                json!({"phoneNumber": given, "message": "Hello"}),
            )
            .await;
        assert_eq!(body(&scene)["to"], sent, "{given}");
    }
}

#[tokio::test]
async fn a_one_time_password_never_leaves_for_a_user_id() {
    let scene = Scene::start().await;
    let response = scene
        .call(
            "sendMessageTextTemplate",
            json!({
                "phoneNumber": "US.13491208655302741918",
                "templateName": "login_code",
                "languageCode": "en_US",
                "bodyParameters": [{"text": "123456"}],
                "buttons": [{"index": 0, "value": {"one-time-password": "123456"}}],
            }),
        )
        .await;
    assert_eq!(response.failure(), Some("permanent-failure"));
    assert_eq!(response.get("code"), Some(&json!("user-id-not-supported")));
    assert_eq!(scene.sandbox.sends().len(), 0);
}

#[tokio::test]
async fn what_can_be_known_to_be_wrong_is_refused_before_anything_is_sent() {
    let scene = Scene::start().await;
    let cases = [
        (
            "sendMessageText",
            json!({"phoneNumber": "call me", "message": "x"}),
            "phoneNumber",
        ),
        (
            "sendMessageText",
            json!({"phoneNumber": "+12", "message": "x"}),
            "phoneNumber",
        ),
        (
            "sendMessageText",
            json!({"phoneNumber": "+16505551234", "message": " "}),
            "message",
        ),
        (
            "sendMessageText",
            json!({"phoneNumber": "+16505551234", "message": "x".repeat(4097)}),
            "4096",
        ),
        (
            "sendMessageText",
            json!({"phoneNumber": "+16505551234", "message": "x", "callbackData": "x".repeat(513)}),
            "512",
        ),
        (
            "sendMessageTextTemplate",
            json!({"phoneNumber": "+16505551234", "templateName": "Hello World", "languageCode": "en"}),
            "templateName",
        ),
        (
            "sendMessageTextTemplate",
            json!({"phoneNumber": "+16505551234", "templateName": "hello", "languageCode": "../x"}),
            "languageCode",
        ),
        (
            "sendMessageReaction",
            json!({"phoneNumber": "+16505551234", "messageId": "a b", "emoji": "👍"}),
            "messageId",
        ),
        (
            "sendMessageReaction",
            json!({"phoneNumber": "+16505551234", "messageId": "wamid.x", "emoji": "nice"}),
            "emoji",
        ),
    ];
    for (command, request, named) in cases {
        let error = match scene.whatsapp.call(command, request.clone()).await {
            Ok(response) => {
                assert_eq!(
                    response.failure(),
                    Some("permanent-failure"),
                    "{request}: {response:?}"
                );
                response
                    .get("error")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            }
            Err(error) => error.to_string(),
        };
        assert!(error.contains(named), "{request}: {error}");
    }
    assert_eq!(scene.sandbox.sends().len(), 0);
}

#[tokio::test]
async fn a_token_that_could_break_the_request_never_leaves() {
    for (property, value) in [
        ("authenticationToken", "twenty-characters-and\r\nX-Evil: 1"),
        ("apiVersion", "v25.0/../../evil"),
        ("phoneNumberId", "1/messages?x="),
        ("apiBaseUrl", "http://127.0.0.1@evil.example"),
    ] {
        let scene = Scene::builder().property(property, value).start().await;
        let response = scene.send_text().await;
        assert_eq!(response.failure(), Some("permanent-failure"), "{property}");
        assert_eq!(
            response.get("category"),
            Some(&json!("configuration")),
            "{property}"
        );
        let text = serde_json::to_string(&response).expect("JSON");
        assert!(text.contains(property), "{text}");
        assert!(!text.contains("X-Evil"), "{text}");
        assert_eq!(scene.sandbox.requests().len(), 0, "{property}");
    }
}
