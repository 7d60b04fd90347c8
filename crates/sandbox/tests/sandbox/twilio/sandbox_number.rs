//! Twilio's Sandbox for WhatsApp.

use std::time::Duration;

use uip_sandbox::{Customer, Sandbox};

use super::{ADA, Client, TO_ADA, parameter, sid, statuses};

async fn frozen() -> (Sandbox, Client, Customer) {
    let sandbox = Sandbox::builder()
        .frozen_at(1_779_894_483)
        .start()
        .await
        .unwrap();
    let number = sandbox.twilio().sandbox_number.clone();
    let mut client = Client::of(&sandbox);
    client.from = format!("whatsapp:+{number}");
    let ada = sandbox.customer(ADA).writing_to(&number).unwrap();
    (sandbox, client, ada)
}

fn join(sandbox: &Sandbox, customer: &Customer) {
    customer.says(&format!("join {}", sandbox.twilio().join_word));
}

#[tokio::test]
async fn only_those_who_have_joined_are_reached() {
    let (sandbox, client, ada) = frozen().await;
    client.accepted(&[("Body", "Hello")]).await;
    let webhooks = sandbox.take_webhooks();
    assert_eq!(parameter(&webhooks[0], "ErrorCode"), "63015");
    assert_eq!(parameter(&webhooks[0], "MessageStatus"), "failed");

    ada.says("Is anyone there?");
    assert!(sandbox.take_webhooks().is_empty());
    let said = ada.received().pop().unwrap().body;
    assert!(said.contains("is not connected to a Sandbox"), "{said}");

    join(&sandbox, &ada);
    assert!(sandbox.take_webhooks().is_empty());
    let said = ada.received().pop().unwrap().body;
    assert!(said.contains("You are all set!"), "{said}");
    client.accepted(&[("Body", "Hello")]).await;
    assert_eq!(statuses(&sandbox), ["sent", "delivered", "read"]);

    ada.says("Hello yourself");
    let webhooks = sandbox.take_webhooks();
    assert_eq!(parameter(&webhooks[0], "To"), client.from);
    assert_eq!(webhooks[0].parameter("MessagingServiceSid"), None);

    sandbox.advance(Duration::from_hours(72));
    client.accepted(&[("Body", "Hello")]).await;
    assert_eq!(parameter(&sandbox.take_webhooks()[0], "ErrorCode"), "63015");
}

#[tokio::test]
async fn the_number_sends_one_message_in_three_seconds() {
    let (sandbox, client, ada) = frozen().await;
    join(&sandbox, &ada);
    client.accepted(&[("Body", "one")]).await;
    sandbox.take_webhooks();
    client.accepted(&[("Body", "two")]).await;
    let webhooks = sandbox.take_webhooks();
    assert_eq!(parameter(&webhooks[0], "ErrorCode"), "63018");
    sandbox.advance(Duration::from_secs(3));
    client.accepted(&[("Body", "three")]).await;
    assert_eq!(statuses(&sandbox), ["sent", "delivered", "read"]);
}

#[tokio::test]
async fn outside_the_window_only_its_own_templates_are_sent() {
    let (sandbox, client, ada) = frozen().await;
    join(&sandbox, &ada);
    sandbox.advance(Duration::from_hours(25));
    let appointment = "HXb5b62575e6e4ff6129ad7c8efe1f983e";
    let form = [
        ("ContentSid", appointment),
        ("ContentVariables", r#"{"1":"Friday","2":"3pm"}"#),
    ];
    let message = client.accepted(&form).await;
    assert_eq!(
        message["body"],
        "Your appointment is coming up on Friday at 3pm"
    );
    assert_eq!(statuses(&sandbox), ["sent", "delivered", "read"]);

    let contents = sandbox.contents();
    let own = contents
        .iter()
        .find(|content| content["friendly_name"] == "order_ready");
    sandbox.advance(Duration::from_secs(3));
    client.accepted(&[("ContentSid", &sid(own.unwrap()))]).await;
    assert_eq!(parameter(&sandbox.take_webhooks()[0], "ErrorCode"), "63016");

    // The account's own sender is in no window either, and has no such template.
    let own = format!("whatsapp:+{}", sandbox.twilio().number);
    sandbox.customer(ADA).never_wrote();
    let form = [
        ("From", own.as_str()),
        ("To", TO_ADA),
        ("ContentSid", appointment),
    ];
    assert_eq!(client.create(&form).await.0, 201);
    assert_eq!(parameter(&sandbox.take_webhooks()[0], "ErrorCode"), "63016");
}
