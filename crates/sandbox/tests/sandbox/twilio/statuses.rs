//! What becomes of messages: status callbacks, and failures that come after acceptance.

use std::time::Duration;

use serde_json::json;
use uip_sandbox::{AutoStatus, GraphError, Limits, Sandbox, WebhookKind};

use super::{ADA, Client, parameter, sid, start, statuses};

#[tokio::test]
async fn each_status_is_a_callback_with_the_parameters_of_a_captured_one() {
    let (sandbox, client) = start().await;
    let sid = client.text("Hello").await;
    let webhooks = sandbox.take_webhooks();
    let words: Vec<&str> = webhooks
        .iter()
        .map(|one| parameter(one, "MessageStatus"))
        .collect();
    assert_eq!(words, ["sent", "delivered", "read"]);
    let ada = format!("whatsapp:{}", sandbox.customer(ADA).user_id().unwrap());
    for webhook in &webhooks {
        assert_eq!(webhook.kind(), WebhookKind::Status);
        let word = parameter(webhook, "MessageStatus");
        for (name, value) in [
            ("MessageSid", sid.as_str()),
            ("SmsSid", &sid),
            ("SmsStatus", word),
            ("To", "whatsapp:+16505551234"),
            ("From", &client.from),
            ("AccountSid", &sandbox.twilio().account_sid),
            ("ApiVersion", "2010-04-01"),
            ("ChannelPrefix", "whatsapp"),
            ("ChannelToAddress", "+1650555XXXX"),
        ] {
            assert_eq!(parameter(webhook, name), value, "{name} of {word}");
        }
        assert_eq!(webhook.parameter("ErrorCode"), None);
        assert_eq!(webhook.parameter("Body"), None);
    }
    assert_eq!(parameter(&webhooks[0], "StructuredMessage"), "false");
    assert_eq!(webhooks[0].parameter("EventType"), None);
    assert_eq!(parameter(&webhooks[1], "EventType"), "DELIVERED");
    assert_eq!(parameter(&webhooks[2], "EventType"), "READ");
    assert_eq!(webhooks[0].parameter("ExternalUserId"), None);
    assert_eq!(parameter(&webhooks[1], "ExternalUserId"), ada);
    assert!(parameter(&webhooks[1], "ChannelInstallSid").starts_with("XE"));
    assert_eq!(webhooks[2].parameter("ChannelInstallSid"), None);
}

#[tokio::test]
async fn statuses_can_be_given_by_hand() {
    let sandbox = Sandbox::builder()
        .auto_status(AutoStatus::Off)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let sid = client.text("Hello").await;
    assert_eq!(client.message(&sid).await["status"], "queued");
    let ada = sandbox.customer(ADA);
    ada.reports_sent(&sid);
    let message = client.message(&sid).await;
    assert_eq!(message["status"], "sent");
    assert_eq!(message["date_sent"], message["date_updated"]);
    ada.gets(&sid);
    ada.plays(&sid);
    ada.opens(&sid);
    assert_eq!(statuses(&sandbox), ["sent", "delivered", "read"]);
    ada.reports_failed(&sid, &GraphError::new(63_013));
    let message = client.message(&sid).await;
    assert_eq!(
        (&message["status"], &message["error_code"]),
        (&json!("failed"), &json!(63013))
    );
    assert_eq!(statuses(&sandbox), ["failed"]);
}

#[tokio::test]
async fn a_text_outside_the_window_is_accepted_and_then_undelivered() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    ada.last_wrote(Duration::from_hours(24));
    let message = client.accepted(&[("Body", "Are you there?")]).await;
    assert_eq!(message["status"], "queued");
    assert!(ada.received().is_empty());
    let webhooks = sandbox.take_webhooks();
    assert_eq!(webhooks.len(), 1);
    assert_eq!(parameter(&webhooks[0], "MessageStatus"), "undelivered");
    assert_eq!(parameter(&webhooks[0], "ErrorCode"), "63016");
    assert_eq!(parameter(&webhooks[0], "EventType"), "UNDELIVERED");
    let later = client.message(&sid(&message)).await;
    assert_eq!(
        (&later["status"], &later["error_code"]),
        (&json!("undelivered"), &json!(63016))
    );
    assert!(
        later["error_message"]
            .as_str()
            .unwrap()
            .contains("outside the allowed window")
    );
}

#[tokio::test]
async fn the_window_is_that_of_the_number_the_customer_wrote_to() {
    let sandbox = Sandbox::builder().strict_window().start().await.unwrap();
    let client = Client::of(&sandbox);
    let ada = sandbox.customer(ADA);
    ada.says("Hello, Cloud API");
    client.text("Hello").await;
    assert_eq!(statuses(&sandbox), ["undelivered"]);
    ada.writing_to(&sandbox.twilio().number)
        .unwrap()
        .says("Hello, Twilio");
    sandbox.take_webhooks();
    client.text("Hello").await;
    assert_eq!(statuses(&sandbox), ["sent", "delivered", "read"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_customer_has_twilios_code() {
    for (fails_with, code, word) in [
        (131_026, "63024", "undelivered"),
        (63_003, "63003", "failed"),
        (131_056, "63018", "failed"),
        (137_000, "63023", "failed"),
        (21_610, "21610", "failed"),
    ] {
        let (sandbox, client) = start().await;
        sandbox.customer(ADA).fails_with(fails_with);
        client.text("Hello").await;
        let webhooks = sandbox.take_webhooks();
        assert_eq!(webhooks.len(), 1, "{fails_with}");
        assert_eq!(parameter(&webhooks[0], "ErrorCode"), code);
        assert_eq!(parameter(&webhooks[0], "MessageStatus"), word, "{code}");
    }
    for (refused_with, code) in [(131_030, 21_608), (21_408, 21_408), (21_610, 21_610)] {
        let (sandbox, client) = start().await;
        sandbox.customer(ADA).refused_with(refused_with);
        let form = [
            ("From", client.from.as_str()),
            ("To", super::TO_ADA),
            ("Body", "x"),
        ];
        let (status, error) = client.create(&form).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)));
        assert!(sandbox.take_webhooks().is_empty());
    }
}

#[tokio::test]
async fn too_many_messages_to_one_customer_fail_later() {
    let limits = Limits {
        messages_per_second: None,
        messages_per_pair: Some(1),
    };
    let sandbox = Sandbox::builder()
        .limits(limits)
        .frozen_at(1_000)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    client.text("one").await;
    sandbox.take_webhooks();
    client.text("two").await;
    let webhooks = sandbox.take_webhooks();
    assert_eq!(parameter(&webhooks[0], "ErrorCode"), "63018");
}

#[tokio::test]
async fn more_than_one_file_fails_later() {
    let (sandbox, client) = start().await;
    let link = ("MediaUrl", "https://bakery.example/a.png");
    let message = client.accepted(&[link, link]).await;
    assert_eq!(message["num_media"], "2");
    assert_eq!(parameter(&sandbox.take_webhooks()[0], "ErrorCode"), "63005");
}

#[tokio::test]
async fn a_deleted_message_has_no_more_statuses() {
    let sandbox = Sandbox::builder()
        .auto_status(AutoStatus::Off)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let sid = client.text("Hello").await;
    let path = client.path(&format!("Messages/{sid}.json"));
    client
        .ask(reqwest::Method::DELETE, &path, &super::Body::None)
        .await;
    sandbox.customer(ADA).gets(&sid);
    assert!(sandbox.take_webhooks().is_empty());
}
