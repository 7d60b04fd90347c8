//! Notifications go through the component and come out as events.

use std::fmt::Write as _;

use serde_json::{Value, json};
use uip_testkit::Scene;

fn notification(value: &Value) -> String {
    json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}).to_string()
}

#[tokio::test]
async fn what_a_customer_says_is_an_event() {
    let scene = Scene::start().await;
    let customer = scene.sandbox.customer("16505551234");
    customer.named("Zoë");
    let id = customer.says("Grüße 👋 a/b");
    let sent = scene.sandbox.take_notifications();

    let request = json!({"whatsAppNotification": sent[0].text(), "signature": sent[0].signature()});
    let response = scene.call("processWebhook", request).await;

    assert_eq!(
        response.into_json(),
        json!({"status": "success", "customerMessages": 1, "statusChanges": 0, "webhookNotifications": 0})
    );
    let events = scene.events.take();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].name.as_str(), events[0].id.as_str()),
        ("customer_message", id.as_str())
    );
    let payload: Value = serde_json::from_str(events[0].payload.get()).expect("JSON");
    assert_eq!(payload["messages"][0]["text"]["body"], "Grüße 👋 a/b");
    assert_eq!(payload["contacts"][0]["profile"]["name"], "Zoë");
}

#[tokio::test]
async fn what_a_customer_writes_to_metas_agent_is_an_event_and_starts_no_answer() {
    let scene = Scene::builder()
        .sandbox(|sandbox| sandbox.batch(1, 50))
        .start()
        .await;
    let [ada, bob] = ["16505551234", "16505555678"].map(|id| scene.sandbox.customer(id));
    for customer in [&ada, &bob] {
        customer.handled_by_agent(true);
    }
    let ids = [ada.says("Is there rye?"), bob.says("Open?")];
    let sent = scene.sandbox.take_notifications();
    assert_eq!(sent.len(), 1);

    let response = scene.process(sent[0].text()).await.into_json();
    assert_eq!(response["customerMessages"], 0);
    assert_eq!(response["webhookNotifications"], 2);
    let customers = ["16505551234", "16505555678"];
    for ((event, id), customer) in scene.events.take().iter().zip(ids).zip(customers) {
        assert_eq!(event.name, "webhook_notification");
        assert_eq!(event.id, format!("standby:{id}"));
        let payload: Value = serde_json::from_str(event.payload.get()).expect("JSON");
        assert_eq!(payload["field"], "standby");
        let standby = &payload["value"]["standby"];
        assert_eq!(standby["messages"].as_array().map(Vec::len), Some(1));
        assert_eq!(standby["messages"][0]["id"], id);
        assert_eq!(standby["contacts"].as_array().map(Vec::len), Some(1));
        assert_eq!(standby["contacts"][0]["wa_id"], customer);
    }
}

#[tokio::test]
async fn each_status_of_a_message_is_an_event_with_its_callback_data() {
    let scene = Scene::start().await;
    let response = scene
        .call(
            "sendMessageText",
            json!({"phoneNumber": "+16505551234", "message": "Hello", "callbackData": "order-7"}),
        )
        .await;
    let mut statuses = Vec::new();
    while statuses.len() < 3 {
        for notification in scene
            .sandbox
            .wait_for_notifications(1)
            .await
            .expect("statuses")
        {
            assert!(scene.process(notification.text()).await.is_success());
        }
        for event in scene.events.take() {
            assert_eq!(event.name, "status_changed");
            let payload: Value = serde_json::from_str(event.payload.get()).expect("JSON");
            let status = payload["statuses"][0].clone();
            assert_eq!(Some(&status["id"]), response.get("messageId"));
            assert_eq!(status["biz_opaque_callback_data"], "order-7");
            statuses.push(status["status"].as_str().unwrap_or_default().to_owned());
        }
    }
    assert_eq!(statuses, ["sent", "delivered", "read"]);
}

#[tokio::test]
async fn a_signature_must_fit_every_byte_of_the_text() {
    let scene = Scene::start().await;
    let text = notification(&json!({"messages": [{"id": "m1"}]}));
    let signature = scene.sandbox.sign(text.as_bytes());
    let wrong = [
        json!({"whatsAppNotification": text}),
        json!({"whatsAppNotification": text, "signature": ""}),
        json!({"whatsAppNotification": text, "signature": signature.replace("sha256", "sha1")}),
        json!({"whatsAppNotification": format!("{text} "), "signature": signature}),
    ];
    for request in wrong {
        let response = scene.call("processWebhook", request).await;
        assert_eq!(response.failure(), Some("permanent-failure"));
        assert_eq!(response.get("code"), Some(&json!("invalid-signature")));
        let right = signature.trim_start_matches("sha256=");
        assert!(
            !serde_json::to_string(&response)
                .expect("JSON")
                .contains(right)
        );
    }
    assert_eq!(scene.events.take().len(), 0);
    assert!(scene.process(&text).await.is_success());
}

#[tokio::test]
async fn without_an_app_secret_no_signature_is_needed_and_no_token_is_looked_at() {
    let scene = Scene::builder()
        .property("appSecret", Value::Null)
        .property("apiVersion", "not a version")
        .start()
        .await;
    let text = notification(&json!({"messages": [{"id": "m1"}]}));
    let response = scene
        .call("processWebhook", json!({"whatsAppNotification": text}))
        .await;
    assert!(response.is_success(), "{response:?}");
}

#[tokio::test]
async fn an_app_secret_that_is_not_base64_is_a_configuration_failure() {
    for secret in ["not base64!", "0123456789abcdef0123456789abcdef"] {
        let scene = Scene::builder().property("appSecret", secret).start().await;
        let response = scene.process(&notification(&json!({}))).await;
        assert_eq!(
            response.get("category"),
            Some(&json!("configuration")),
            "{response:?}"
        );
        let text = serde_json::to_string(&response).expect("JSON");
        assert!(
            text.contains("appSecret") && !text.contains(secret),
            "{text}"
        );
    }
}

#[tokio::test]
async fn an_event_the_engine_refuses_comes_again_under_the_same_id() {
    let scene = Scene::builder()
        .refusing(|event| event.id == "m2")
        .start()
        .await;
    let text = notification(&json!({"messages": [{"id": "m1"}, {"id": "m2"}, {"id": "m3"}]}));
    for _ in 0..2 {
        let response = scene.process(&text).await;
        assert_eq!(
            response.failure(),
            Some("temporary-failure"),
            "{response:?}"
        );
        assert_eq!(response.get("code"), Some(&json!("event-refused")));
        let ids: Vec<String> = scene
            .events
            .take()
            .into_iter()
            .map(|event| event.id)
            .collect();
        assert_eq!(ids, ["m1", "m2", "m3"]);
    }
}

#[tokio::test]
async fn three_megabytes_with_a_thousand_updates_are_a_thousand_events() {
    let scene = Scene::start().await;
    let messages: Vec<Value> = (0..1000)
        .map(|number| json!({"id": format!("m{number}"), "from": "39333", "type": "text", "text": {"body": "x".repeat(3000)}}))
        .collect();
    let text = notification(&json!({"contacts": [{"wa_id": "39333"}], "messages": messages}));
    assert!(text.len() > 3_000_000);
    let response = scene.process(&text).await;
    assert_eq!(
        response.get("customerMessages"),
        Some(&json!(1000)),
        "{response:?}"
    );
    let ids: std::collections::BTreeSet<String> = scene
        .events
        .take()
        .into_iter()
        .map(|event| event.id)
        .collect();
    assert_eq!(ids.len(), 1000);
}

#[tokio::test]
async fn depth_does_not_trap_the_component() {
    let scene = Scene::start().await;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let mut places = vec![
        deep.clone(),
        format!(r#"{{"object":"whatsapp_business_account","entry":{deep}}}"#),
    ];
    for place in ["contacts", "metadata", "new"] {
        let mut text = String::from(
            r#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"m1","type":"text","text":{"body":"x"}}],"#,
        );
        let _ = write!(text, "\"{place}\":{deep}}}}}]}}]}}");
        places.push(text);
    }
    places.push(format!(r#"{{"object":"whatsapp_business_account","entry":[{{"changes":[{{"field":"messages","value":{{"messages":[{{"id":"m1","text":{deep}}},{deep}]}}}}]}}]}}"#));
    for text in places {
        scene.process(&text).await;
    }
    let ids: Vec<String> = scene
        .events
        .take()
        .into_iter()
        .map(|event| event.id)
        .filter(|id| id == "m1")
        .collect();
    assert_eq!(ids.len(), 4);
    assert!(scene.send_text().await.is_success(), "the next call works");
}
