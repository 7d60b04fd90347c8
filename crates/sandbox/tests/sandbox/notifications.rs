//! Notifications that are collected: their shape, their bytes, their batches.

use serde_json::json;
use uip_sandbox::{AutoStatus, Notification, Sandbox};

use crate::support::{Client, text, updates};

const ADA: &str = "16505551234";

#[tokio::test]
async fn a_customers_text_is_told_in_metas_shape() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .without_user_ids()
        .start()
        .await
        .unwrap();
    let ada = sandbox.customer(ADA);
    let id = ada.named("Ada").says("Is there rye?");
    let told = sandbox.take_notifications().remove(0);
    assert_eq!(
        told.json(),
        json!({
            "object": "whatsapp_business_account",
            "entry": [{
                "id": sandbox.business_account_id(),
                "changes": [{
                    "value": {
                        "messaging_product": "whatsapp",
                        "metadata": {
                            "display_phone_number": sandbox.display_phone_number(),
                            "phone_number_id": sandbox.phone_number_id(),
                        },
                        "contacts": [{"profile": {"name": "Ada"}, "wa_id": ADA}],
                        "messages": [{
                            "from": ADA,
                            "id": id,
                            "timestamp": "1790000000",
                            "type": "text",
                            "text": {"body": "Is there rye?"},
                        }],
                    },
                    "field": "messages",
                }],
            }],
        })
    );
}

#[tokio::test]
async fn statuses_are_told_in_metas_shape() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .auto_status(AutoStatus::Delivered)
        .start()
        .await
        .unwrap();
    let ada = sandbox.customer(ADA);
    ada.named("Ada").with_user_id("US.1");
    let id = Client::of(&sandbox)
        .accepted(&text("+16505551234", "x"))
        .await;
    let told: Vec<_> = sandbox
        .take_notifications()
        .iter()
        .map(Notification::json)
        .collect();
    assert_eq!(told.len(), 2);
    let value = |place: usize| &told[place]["entry"][0]["changes"][0]["value"];
    for place in [0, 1] {
        assert_eq!(
            value(place)["contacts"],
            json!([{"profile": {"name": "Ada"}, "wa_id": ADA, "user_id": "US.1"}])
        );
    }
    assert_eq!(
        value(1)["statuses"],
        json!([{
            "id": id,
            "status": "delivered",
            "timestamp": "1790000000",
            "recipient_id": ADA,
            "recipient_user_id": "US.1",
            "pricing": {"billable": false, "pricing_model": "PMP", "category": "service",
                        "type": "free_customer_service"},
        }])
    );
}

#[tokio::test]
async fn statuses_name_no_contacts_when_they_failed_or_before_there_were_user_ids() {
    let sandbox = Sandbox::builder().without_user_ids().start().await.unwrap();
    let client = Client::of(&sandbox);
    client.accepted(&text("+16505551234", "x")).await;
    sandbox.customer("US.7").not_on_whatsapp();
    let mut to_user_id = text("", "x");
    to_user_id["recipient"] = json!("US.7");
    client.accepted(&to_user_id).await;
    let told = sandbox.take_notifications();
    assert_eq!(told.len(), 4);
    for notification in told {
        let value = &notification.json()["entry"][0]["changes"][0]["value"];
        assert_eq!(value.get("contacts"), None);
    }
}

#[tokio::test]
async fn a_customer_reacts_replies_and_takes_a_reaction_back() {
    let sandbox = Sandbox::builder()
        .auto_status(AutoStatus::Off)
        .start()
        .await
        .unwrap();
    let ours = Client::of(&sandbox)
        .accepted(&text("+16505551234", "x"))
        .await;
    let ada = sandbox.customer(ADA);
    ada.reacts(&ours, "👍");
    ada.unreacts(&ours);
    ada.replies(&ours, "thanks");
    let told: Vec<_> = sandbox
        .take_notifications()
        .iter()
        .flat_map(|notification| updates(&notification.json()))
        .collect();
    assert_eq!(
        told[0]["reaction"],
        json!({"message_id": ours, "emoji": "👍"})
    );
    assert_eq!(told[1]["reaction"], json!({"message_id": ours}));
    assert_eq!(
        told[2]["context"],
        json!({"from": sandbox.display_phone_number(), "id": ours})
    );
}

#[tokio::test]
async fn a_tapped_button_is_a_message_of_its_type() {
    let sandbox = Sandbox::start().await.unwrap();
    let content = json!({"payload": "stop", "text": "Stop"});
    sandbox
        .customer(ADA)
        .answers("wamid.x", "button", content.clone());
    let told = updates(&sandbox.take_notifications()[0].json()).remove(0);
    assert_eq!(
        (&told["type"], &told["button"]),
        (&json!("button"), &content)
    );
    assert_eq!(told["context"]["id"], "wamid.x");
}

#[tokio::test]
async fn a_customer_without_a_number_is_known_by_user_id_alone() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.customer("US.123").with_username("ada").says("hi");
    let told = sandbox.take_notifications()[0].json();
    let value = &told["entry"][0]["changes"][0]["value"];
    assert_eq!(value["contacts"][0]["user_id"], "US.123");
    assert_eq!(value["contacts"][0]["profile"]["username"], "ada");
    assert_eq!(value["contacts"][0].get("wa_id"), None);
    assert_eq!(value["messages"][0]["from_user_id"], "US.123");
    assert_eq!(value["messages"][0].get("from"), None);
}

#[tokio::test]
async fn the_bytes_are_escaped_and_the_signature_is_over_them() {
    let sandbox = Sandbox::builder()
        .app_secret("secret")
        .start()
        .await
        .unwrap();
    sandbox.customer(ADA).says("perché? https://x.example/è 👍");
    let told = sandbox.take_notifications().remove(0);
    assert!(told.body().is_ascii());
    assert!(
        told.text()
            .contains(r"perch\u00e9? https:\/\/x.example\/\u00e8 \ud83d\udc4d")
    );
    assert_eq!(told.signature(), sandbox.sign(told.body()));

    let again = serde_json::to_vec(&told.json()).unwrap();
    assert_ne!(told.signature(), sandbox.sign(&again));
    let other = Sandbox::builder()
        .app_secret("other")
        .start()
        .await
        .unwrap();
    assert_ne!(told.signature(), other.sign(told.body()));
}

#[tokio::test]
async fn a_batch_holds_two_entries_with_three_messages_and_two_statuses_each() {
    let sandbox = Sandbox::builder()
        .batch(2, 5)
        .auto_status(AutoStatus::Delivered)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let ada = sandbox.customer(ADA);
    for _ in 0..2 {
        for word in ["one", "two", "three"] {
            ada.says(word);
        }
        client.accepted(&text("+16505551234", "x")).await;
    }
    let told = sandbox.wait_for_notifications(1).await.unwrap();
    assert_eq!(told.len(), 1);
    let body = told[0].json();
    let entries = body["entry"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    for entry in entries {
        let changes = entry["changes"].as_array().unwrap();
        assert_eq!(changes[0]["value"]["messages"].as_array().unwrap().len(), 3);
        assert_eq!(changes[0]["value"]["contacts"].as_array().unwrap().len(), 1);
        assert_eq!(changes[1]["value"]["statuses"].as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn taking_closes_a_batch_that_is_not_full_and_takes_each_once() {
    let sandbox = Sandbox::builder().batch(1, 10).start().await.unwrap();
    let ada = sandbox.customer(ADA);
    ada.says("one");
    ada.says("two");
    let told = sandbox.take_notifications();
    assert_eq!(told.len(), 1);
    assert_eq!(updates(&told[0].json()).len(), 2);
    assert!(sandbox.take_notifications().is_empty());
    assert_eq!(sandbox.notifications().len(), 1);
}

#[tokio::test]
async fn any_other_field_and_any_whole_body_can_be_told() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.notify("account_update", json!({"event": "VERIFIED_ACCOUNT"}));
    let whole = json!({"object": "page", "entry": []});
    let signed = sandbox.notify_whole(&whole);
    let told = sandbox.take_notifications();
    let change = &told[0].json()["entry"][0]["changes"][0];
    assert_eq!(
        change,
        &json!({"value": {"event": "VERIFIED_ACCOUNT"}, "field": "account_update"})
    );
    assert_eq!(told[1], signed);
    assert_eq!(signed.json(), whole);
}

#[tokio::test]
async fn a_seed_and_a_frozen_clock_make_everything_the_same_twice() {
    let run = || async {
        let sandbox = Sandbox::builder()
            .seed(1)
            .frozen_at(1_790_000_000)
            .start()
            .await
            .unwrap();
        sandbox.customer(ADA).says("hello");
        Client::of(&sandbox)
            .accepted(&text("+16505551234", "x"))
            .await;
        sandbox.take_notifications()
    };
    assert_eq!(run().await, run().await);
}

#[tokio::test]
async fn reset_forgets_everything_but_the_settings() {
    let sandbox = Sandbox::builder().seed(1).start().await.unwrap();
    let client = Client::of(&sandbox);
    let first = client.accepted(&text("+16505551234", "x")).await;
    sandbox.reset();
    assert!(sandbox.requests().is_empty());
    assert!(sandbox.notifications().is_empty());
    assert!(sandbox.customer(ADA).received().is_empty());
    assert_ne!(client.accepted(&text("+16505551234", "x")).await, first);
}

#[tokio::test]
async fn waiting_in_vain_says_what_was_wanted_and_what_was_seen() {
    let sandbox = Sandbox::builder()
        .patience(std::time::Duration::from_millis(1))
        .start()
        .await
        .unwrap();
    sandbox.customer(ADA).says("only one");
    let error = sandbox.wait_for_notifications(2).await.unwrap_err();
    assert_eq!(error.to_string(), "waited 1ms for 2 notifications, saw 1");
    assert_eq!(sandbox.take_notifications().len(), 1);
}
