//! Media, places, contacts, templates with all their parts, messages given as
//! JSON, and read marks: as the customer sees them.

use serde_json::{Value, json};
use uip_sandbox::Received;
use uip_testkit::Scene;

const CUSTOMER: &str = "16505551234";

/// Sends, and returns what the customer then sees.
async fn send(scene: &Scene, command: &str, mut request: Value) -> Received {
    request["phoneNumber"] = json!("+16505551234");
    let before = scene.sandbox.customer(CUSTOMER).received().len();
    let response = scene.call(command, request).await;
    assert!(response.is_success(), "{command}: {response:?}");
    let mut received = scene.sandbox.customer(CUSTOMER).received();
    assert_eq!(received.len(), before + 1, "{command}");
    let last = received.pop().expect("a message");
    assert_eq!(response.get("messageId"), Some(&json!(last.id)));
    last
}

#[tokio::test]
async fn media_of_every_kind_reaches_the_customer() {
    let scene = Scene::start().await;
    for (kind, more) in [
        ("image", json!({"caption": "Rye"})),
        ("video", json!({"caption": "Kneading"})),
        ("audio", json!({"voice": true})),
        (
            "document",
            json!({"caption": "This week", "filename": "menu.pdf"}),
        ),
        ("sticker", json!({})),
    ] {
        let link = format!("https://bakery.example/{kind}");
        let mut request = json!({"mediaType": kind, "link": link});
        let mut expected = json!({"link": link});
        for (name, value) in more.as_object().expect("an object") {
            request[name] = value.clone();
            expected[name] = value.clone();
        }
        let seen = send(&scene, "sendMessageMedia", request).await;
        assert_eq!(seen.kind, kind);
        assert_eq!(seen.content, expected);
        assert_eq!(seen.body, more["caption"].as_str().unwrap_or_default());
    }
}

#[tokio::test]
async fn a_place_reaches_the_customer() {
    let scene = Scene::start().await;
    let seen = send(
        &scene,
        "sendMessageLocation",
        json!({"latitude": 45.4642, "longitude": -9.19, "name": "Harbour bakery", "address": "1 Quay Street"}),
    )
    .await;
    assert_eq!(seen.kind, "location");
    assert_eq!(
        seen.content,
        json!({"latitude": "45.4642", "longitude": "-9.19", "name": "Harbour bakery", "address": "1 Quay Street"})
    );
}

#[tokio::test]
async fn contact_cards_reach_the_customer() {
    let scene = Scene::start().await;
    let seen = send(
        &scene,
        "sendMessageContacts",
        json!({"contacts": [{
            "name": {"formattedName": "Ada Byron", "firstName": "Ada", "lastName": "Byron"},
            "phones": [{"phone": "+39 333 1234567", "label": "Work", "waId": "393331234567"}],
            "emails": [{"email": "ada@bakery.example", "label": "Work"}],
            "addresses": [{"street": "1 Quay Street", "city": "Milan", "countryCode": "IT"}],
            "urls": [{"url": "https://bakery.example", "label": "Company"}],
            "org": {"company": "Harbour bakery", "title": "Baker"},
            "birthday": "1815-12-10",
        }]}),
    )
    .await;
    assert_eq!(seen.kind, "contacts");
    assert_eq!(seen.body, "Ada Byron");
    assert_eq!(
        seen.content,
        json!([{
            "name": {"formatted_name": "Ada Byron", "first_name": "Ada", "last_name": "Byron"},
            "phones": [{"phone": "+39 333 1234567", "type": "Work", "wa_id": "393331234567"}],
            "emails": [{"email": "ada@bakery.example", "type": "Work"}],
            "addresses": [{"street": "1 Quay Street", "city": "Milan", "country_code": "IT"}],
            "urls": [{"url": "https://bakery.example", "type": "Company"}],
            "org": {"company": "Harbour bakery", "title": "Baker"},
            "birthday": "1815-12-10",
        }])
    );
}

#[tokio::test]
async fn a_message_given_as_json_reaches_whom_the_request_names() {
    let scene = Scene::start().await;
    let payload = json!({
        "to": "+393331234567", "recipient_type": "group", "type": "interactive",
        "interactive": {
            "type": "catalog_message", "body": {"text": "All our bread"},
            "action": {"name": "catalog_message"}},
    });
    let seen = send(
        &scene,
        "sendMessageRaw",
        json!({"payload": payload.to_string()}),
    )
    .await;
    assert_eq!(seen.body, "All our bread");
    assert_eq!(seen.content, payload["interactive"]);
    assert!(scene.sandbox.customer("393331234567").received().is_empty());
}

#[tokio::test]
async fn a_carousel_an_offer_a_password_and_the_catalogue_are_filled_in() {
    let scene = Scene::start().await;
    let template = |name: &str, more: Value| {
        let mut request = json!({"templateName": name, "languageCode": "en_US"});
        for (key, value) in more.as_object().expect("an object") {
            request[key] = value.clone();
        }
        request
    };
    let card = |reply: &str| {
        json!({
            "header": {"image": {"link": format!("https://bakery.example/{reply}.jpg")}},
            "buttons": [{"index": 0, "value": {"quick-reply-payload": reply}}]})
    };
    let requests = [
        template(
            "two_loaves",
            json!({"bodyParameters": [{"text": "Ada"}], "cards": [card("rye"), card("wheat")]}),
        ),
        template(
            "weekend_offer",
            json!({
            "bodyParameters": [{"text": "Ada"}],
            "offerExpirationTimeMs": 4_102_444_800_000_u64,
            "buttons": [
                {"index": 0, "value": {"coupon-code": "HALF"}},
                {"index": 1, "value": {"url-suffix": "half"}},
            ]}),
        ),
        template(
            "login_code",
            json!({
                "bodyParameters": [{"text": "123456"}],
                "buttons": [{"index": 0, "value": {"one-time-password": "123456"}}]}),
        ),
        template(
            "whole_catalogue",
            json!({"buttons": [{"index": 0, "value": {"catalog-thumbnail": "rye-1"}}]}),
        ),
        template(
            "order_form",
            json!({"buttons": [{"index": 0, "value": {"flow": {"token": "order-17", "data": "{\"seats\":2}"}}}]}),
        ),
        template(
            "weekend_offer",
            json!({
            "bodyParameters": [{
                "text": "12.99 €", "currency": {"code": "EUR", "amount1000": 12990}}],
            "offerExpirationTimeMs": 4_102_444_800_000_u64,
            "buttons": [
                {"index": 0, "value": {"coupon-code": "HALF"}},
                {"index": 1, "value": {"url-suffix": "half"}},
            ]}),
        ),
    ];
    let mut bodies = Vec::new();
    for request in requests {
        bodies.push(send(&scene, "sendMessageTextTemplate", request).await.body);
    }
    assert_eq!(
        bodies,
        [
            "Two loaves for Ada: which one do you take?",
            "Cakes at half price, only for you, Ada.",
            "*123456* is your verification code. For your security, do not share this code.",
            "Everything we bake, on one page.",
            "What shall we bake for you tomorrow?",
            "Cakes at half price, only for you, 12.99 €.",
        ]
    );
}

#[tokio::test]
async fn a_read_mark_shows_the_customer_that_his_message_was_read_and_is_answered() {
    let scene = Scene::start().await;
    let customer = scene.sandbox.customer(CUSTOMER);
    let message = customer.says("Is there any rye left?");
    assert!(!customer.was_read(&message));

    let response = scene
        .call("markMessageRead", json!({"messageId": message}))
        .await;
    assert_eq!(
        response.into_json(),
        json!({"status": "success", "messageId": message, "typing": false})
    );
    assert!(customer.was_read(&message));
    assert!(!customer.sees_typing());

    let response = scene
        .call(
            "markMessageRead",
            json!({"messageId": message, "typing": true}),
        )
        .await;
    assert!(response.is_success(), "{response:?}");
    assert!(customer.sees_typing());
    assert!(customer.received().is_empty());
}

#[tokio::test]
async fn a_read_mark_on_a_message_that_is_not_there_fails_for_good() {
    let scene = Scene::start().await;
    let response = scene
        .call("markMessageRead", json!({"messageId": "wamid.nobody"}))
        .await;
    assert_eq!(
        response.failure(),
        Some("permanent-failure"),
        "{response:?}"
    );
    assert_eq!(response.get("code"), Some(&json!("131009")));
}

#[tokio::test]
async fn what_can_be_known_to_be_wrong_is_refused_before_anything_is_sent() {
    let scene = Scene::start().await;
    for (command, request, named) in [
        ("sendMessageMedia", json!({"mediaType": "image"}), "mediaId"),
        (
            "sendMessageMedia",
            json!({"mediaType": "audio", "link": "https://a.example", "caption": "x"}),
            "caption",
        ),
        (
            "sendMessageContacts",
            json!({"contacts": [{"name": {"formattedName": "Ada"}, "birthday": "1999-02-29"}]}),
            "birthday",
        ),
        (
            "sendMessageButtons",
            json!({"body": "x", "buttons": [{"id": "a", "title": "x".repeat(21)}]}),
            "buttons[0].title",
        ),
        (
            "sendMessageList",
            json!({"body": "x", "buttonText": "x", "sections": [{"rows": []}]}),
            "sections[0].rows",
        ),
        (
            "sendMessageLink",
            json!({"body": "x", "buttonText": "x", "url": "bakery"}),
            "url",
        ),
        (
            "sendMessageFlow",
            json!({"body": "x", "buttonText": "x"}),
            "flowId",
        ),
        ("sendMessageLocationRequest", json!({"body": " "}), "body"),
        ("sendMessageRaw", json!({"payload": "[1]"}), "payload"),
    ] {
        let mut request = request;
        request["phoneNumber"] = json!("+16505551234");
        let response = scene.call(command, request).await;
        assert_eq!(response.failure(), Some("permanent-failure"), "{command}");
        let error = response
            .get("error")
            .and_then(Value::as_str)
            .unwrap_or_default();
        assert!(error.contains(named), "{command}: {error}");
        assert!(error.contains("Nothing was sent."), "{command}: {error}");
    }
    assert_eq!(scene.sandbox.sends().len(), 0);
}
