//! Sending as Graph does it: text, reactions, recipients, tokens.

use crate::support::{Client, message, statuses, text};
use serde_json::json;
use uip_sandbox::{AutoStatus, NumberRule, Sandbox};

#[tokio::test]
async fn a_text_reaches_the_customer_and_its_statuses_follow() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let (status, answer) = client.send(&text("+1 650-555-1234", "Salve!")).await;
    assert_eq!(status, 200);
    assert_eq!(
        answer["contacts"],
        json!([{"input": "+1 650-555-1234", "wa_id": "16505551234"}])
    );
    let id = answer["messages"][0]["id"].as_str().unwrap();
    assert!(id.starts_with("wamid."));
    assert_eq!(answer["messages"][0].get("message_status"), None);

    let received = sandbox.customer("16505551234").received();
    assert_eq!(received.len(), 1);
    assert_eq!(
        (received[0].id.as_str(), received[0].body.as_str()),
        (id, "Salve!")
    );
    assert_eq!(statuses(&sandbox), ["sent", "delivered", "read"]);
}

#[tokio::test]
async fn the_version_in_the_path_is_optional() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let path = format!("{}/messages", sandbox.phone_number_id());
    let response = client
        .post(&path, &text("+16505551234", "x"))
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn a_wrong_or_missing_token_is_190_with_401_and_nothing_happens() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut client = Client::of(&sandbox);
    for token in ["another-token", ""] {
        token.clone_into(&mut client.token);
        let (status, error) = client.refused(&text("+16505551234", "x")).await;
        assert_eq!((status, &error["code"]), (401, &json!(190)));
        assert_eq!(error["type"], "OAuthException");
        assert!(error["fbtrace_id"].is_string());
    }
    assert!(sandbox.customer("16505551234").received().is_empty());
    assert!(sandbox.take_notifications().is_empty());
    assert_eq!(sandbox.requests().len(), 2);
}

#[tokio::test]
async fn an_unknown_phone_number_id_is_100_with_subcode_33() {
    let sandbox = Sandbox::start().await.unwrap();
    let response = Client::of(&sandbox)
        .post("v25.0/12345/messages", &text("+16505551234", "x"))
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
    let body: serde_json::Value = response.json().await.unwrap();
    assert_eq!(body["error"]["code"], 100);
    assert_eq!(body["error"]["error_subcode"], 33);
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_100_and_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let cases = [
        (
            json!({}),
            "(#100) The parameter messaging_product is required.",
        ),
        (
            json!({"messaging_product": "telegram"}),
            "(#100) Param messaging_product must be one of {WHATSAPP} - got \"telegram\".",
        ),
        (
            json!({"messaging_product": "whatsapp", "text": {"body": "x"}}),
            "(#100) The parameter to is required.",
        ),
        (
            json!({"messaging_product": "whatsapp", "to": "+16505551234", "type": "text"}),
            "(#100) The parameter text is required.",
        ),
        (
            message("+16505551234", "text", json!({"body": ""})),
            "(#100) The parameter text['body'] is required.",
        ),
        (
            message("+16505551234", "text", json!({"body": "è".repeat(4097)})),
            "(#100) Param text['body'] must be at most 4096 characters long.",
        ),
        (
            message("+16505551234", "reaction", json!({"message_id": "wamid.x"})),
            "(#100) The parameter reaction['emoji'] is required.",
        ),
    ];
    for (body, said) in cases {
        let (status, error) = client.refused(&body).await;
        assert_eq!((status, &error["code"]), (400, &json!(100)), "{body}");
        assert_eq!(error["message"], said);
    }
    let (_, error) = client
        .refused(&message("+16505551234", "fax", json!({})))
        .await;
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .ends_with("- got \"fax\".")
    );
}

#[tokio::test]
async fn a_text_of_4096_characters_is_not_too_long_whatever_they_weigh() {
    let sandbox = Sandbox::start().await.unwrap();
    let long = "👍".repeat(4096);
    Client::of(&sandbox)
        .accepted(&text("+16505551234", &long))
        .await;
    assert_eq!(sandbox.customer("+16505551234").received()[0].body, long);
}

#[tokio::test]
async fn a_number_without_plus_goes_to_a_stranger_behind_the_businesss_country_code() {
    let sandbox = Sandbox::builder()
        .business_number("390612345678", "39")
        .start()
        .await
        .unwrap();
    let (_, answer) = Client::of(&sandbox).send(&text("16505551234", "x")).await;
    assert_eq!(answer["contacts"][0]["wa_id"], "3916505551234");
    assert!(sandbox.customer("16505551234").received().is_empty());
    assert_eq!(sandbox.customer("3916505551234").received().len(), 1);
}

#[tokio::test]
async fn the_lenient_rule_finds_known_customers_without_plus() {
    let sandbox = Sandbox::builder()
        .business_number("390612345678", "39")
        .number_rule(NumberRule::Lenient)
        .start()
        .await
        .unwrap();
    let customer = sandbox.customer("16505551234");
    Client::of(&sandbox)
        .accepted(&text("16505551234", "x"))
        .await;
    assert_eq!(customer.received().len(), 1);
}

#[tokio::test]
async fn a_user_id_in_recipient_reaches_its_owner() {
    let sandbox = Sandbox::start().await.unwrap();
    let customer = sandbox.customer("16505551234");
    customer.with_user_id("US.13491208655302741918");
    let (_, answer) = Client::of(&sandbox)
        .send(&json!({
            "messaging_product": "whatsapp",
            "recipient": "US.13491208655302741918",
            "type": "text",
            "text": {"body": "x"},
        }))
        .await;
    assert_eq!(
        answer["contacts"],
        json!([{"input": "US.13491208655302741918", "user_id": "US.13491208655302741918"}])
    );
    assert_eq!(customer.received().len(), 1);
}

#[tokio::test]
async fn a_user_id_in_to_is_accepted_and_dropped() {
    let sandbox = Sandbox::start().await.unwrap();
    let customer = sandbox.customer("US.13491208655302741918");
    Client::of(&sandbox)
        .accepted(&text("US.13491208655302741918", "x"))
        .await;
    assert!(customer.received().is_empty());
    assert!(sandbox.take_notifications().is_empty());
}

#[tokio::test]
async fn if_both_are_given_to_wins() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut body = text("+16505551234", "x");
    body["recipient"] = json!("US.99999");
    Client::of(&sandbox).accepted(&body).await;
    assert_eq!(sandbox.customer("16505551234").received().len(), 1);
    assert!(sandbox.customer("US.99999").received().is_empty());
}

#[tokio::test]
async fn the_business_cannot_write_to_itself() {
    let sandbox = Sandbox::start().await.unwrap();
    let own = format!("+{}", sandbox.display_phone_number());
    let (_, error) = Client::of(&sandbox).refused(&text(&own, "x")).await;
    assert_eq!(error["code"], 131_021);
}

#[tokio::test]
async fn a_quote_points_at_the_message_it_answers() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let customer = sandbox.customer("16505551234");
    let question = customer.says("Open today?");
    let mut answer = text("+16505551234", "Until six.");
    answer["context"] = json!({"message_id": question});
    client.accepted(&answer).await;
    assert_eq!(
        customer.received()[0].about.as_deref(),
        Some(question.as_str())
    );
}

#[tokio::test]
async fn a_reaction_is_seen_and_only_reported_as_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let customer = sandbox.customer("16505551234");
    let target = customer.says("Grazie!");
    sandbox.take_notifications();
    for emoji in ["👍", ""] {
        let reaction = json!({"message_id": target, "emoji": emoji});
        client
            .accepted(&message("+16505551234", "reaction", reaction))
            .await;
    }
    let seen = customer.received();
    assert_eq!((seen[0].body.as_str(), seen[1].body.as_str()), ("👍", ""));
    assert_eq!(seen[0].about.as_deref(), Some(target.as_str()));
    assert_eq!(statuses(&sandbox), ["sent", "sent"]);
}

#[tokio::test]
async fn callback_data_comes_back_in_every_status() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut body = text("+16505551234", "x");
    body["biz_opaque_callback_data"] = json!("order 17");
    Client::of(&sandbox).accepted(&body).await;
    let told = sandbox.take_notifications();
    assert_eq!(told.len(), 3);
    for notification in told {
        let status = &crate::support::updates(&notification.json())[0];
        assert_eq!(status["biz_opaque_callback_data"], "order 17");
    }
}

#[tokio::test]
async fn callback_data_of_513_characters_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let mut body = text("+16505551234", "x");
    body["biz_opaque_callback_data"] = json!("è".repeat(513));
    assert_eq!(client.refused(&body).await.1["code"], 100);
    body["biz_opaque_callback_data"] = json!("è".repeat(512));
    client.accepted(&body).await;
}

#[tokio::test]
async fn statuses_can_be_given_by_hand() {
    let sandbox = Sandbox::builder()
        .auto_status(AutoStatus::Off)
        .start()
        .await
        .unwrap();
    let customer = sandbox.customer("16505551234");
    let id = Client::of(&sandbox)
        .accepted(&text("+16505551234", "x"))
        .await;
    assert!(statuses(&sandbox).is_empty());
    customer.gets(&id);
    customer.opens(&id);
    assert_eq!(statuses(&sandbox), ["delivered", "read"]);
}

#[tokio::test]
async fn a_form_is_read_like_json() {
    let sandbox = Sandbox::start().await.unwrap();
    let url = format!(
        "{}/v25.0/{}/messages?access_token={}",
        sandbox.base_url(),
        sandbox.phone_number_id(),
        sandbox.token()
    );
    let response = reqwest::Client::new()
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body("messaging_product=whatsapp&to=%2B16505551234&text=%7B%22body%22%3A%22a+b%22%7D")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(sandbox.customer("16505551234").received()[0].body, "a b");
}

#[tokio::test]
async fn a_customers_message_can_be_marked_as_read() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let id = sandbox.customer("16505551234").says("hello");
    let read = |id: &str| {
        json!({"messaging_product": "whatsapp", "status": "read", "message_id": id,
               "typing_indicator": {"type": "text"}})
    };
    let (status, answer) = client.send(&read(&id)).await;
    assert_eq!((status.as_u16(), answer), (200, json!({"success": true})));
    assert_eq!(
        client.refused(&read("wamid.unknown")).await.1["code"],
        131_009
    );
}
