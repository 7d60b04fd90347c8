//! Messages after they were created: listed, changed, scheduled, deleted.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use uip_sandbox::Sandbox;

use super::{ADA, Body, Client, TO_ADA, sid, start, statuses};

#[tokio::test]
async fn messages_are_listed_in_pages_with_the_newest_first() {
    let (sandbox, client) = start().await;
    for body in ["one", "two", "three"] {
        client.text(body).await;
    }
    let number = sandbox.twilio().number.clone();
    sandbox
        .customer(ADA)
        .writing_to(&number)
        .unwrap()
        .says("four");
    let mut path = client.path("Messages.json?PageSize=3");
    let mut bodies = Vec::new();
    let mut pages = 0;
    loop {
        let (status, page) = client.get(&path).await;
        assert_eq!(status, 200, "{page}");
        assert_eq!(page["page"], pages);
        pages += 1;
        for message in page["messages"].as_array().unwrap() {
            bodies.push(message["body"].as_str().unwrap().to_owned());
        }
        // What comes in between does not move the next page.
        client.text("later").await;
        match page["next_page_uri"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => break,
        }
    }
    assert_eq!(
        (pages, bodies),
        (
            2,
            ["four", "three", "two", "one"].map(str::to_owned).to_vec()
        )
    );
    let (_, inbound) = client
        .get(&client.path("Messages.json?From=whatsapp%3A%2B16505551234"))
        .await;
    assert_eq!(inbound["messages"][0]["direction"], "inbound");
    assert_eq!(inbound["messages"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn messages_are_found_by_the_day_on_which_they_were_sent() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_779_894_483)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    client.text("today").await;
    sandbox.advance(Duration::from_hours(24));
    client.text("tomorrow").await;
    for (query, bodies) in [
        ("DateSent=2026-05-27", vec!["today"]),
        ("DateSent%3E=2026-05-28", vec!["tomorrow"]),
        ("DateSent%3C=2026-05-27T23:00:00Z", vec!["today"]),
        ("DateSent%3C=2026-05-28", vec!["tomorrow", "today"]),
        ("DateSent=2026-05-26", vec![]),
    ] {
        let (_, page) = client
            .get(&client.path(&format!("Messages.json?{query}")))
            .await;
        let messages = page["messages"].as_array().unwrap();
        let found: Vec<&str> = messages
            .iter()
            .map(|message| message["body"].as_str().unwrap())
            .collect();
        assert_eq!(found, bodies, "{query}");
    }
    let (status, error) = client
        .get(&client.path("Messages.json?DateSent=soon"))
        .await;
    assert_eq!((status, &error["code"]), (400, &json!(20001)));
}

#[tokio::test]
async fn a_message_is_redacted_and_deleted() {
    let (_sandbox, client) = start().await;
    let sid = client.text("a secret").await;
    let path = client.path(&format!("Messages/{sid}.json"));
    let (status, redacted) = client
        .ask(Method::POST, &path, &Body::Form(&[("Body", "")]))
        .await;
    assert_eq!((status, &redacted["body"]), (200, &json!("")));
    let (status, _) = client
        .ask(
            Method::POST,
            &path,
            &Body::Form(&[("Body", "another text")]),
        )
        .await;
    assert_eq!(status, 400);
    assert_eq!(client.ask(Method::DELETE, &path, &Body::None).await.0, 204);
    let (status, error) = client.get(&path).await;
    assert_eq!((status, &error["code"]), (404, &json!(20404)));
    assert_eq!(client.ask(Method::DELETE, &path, &Body::None).await.0, 404);
}

#[tokio::test]
async fn a_scheduled_message_leaves_at_its_time_unless_it_is_canceled() {
    let sandbox = Sandbox::builder()
        .frozen_at(1_779_894_483)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let service = sandbox.twilio().messaging_service_sid.clone();
    let schedule = |body: &'static str| {
        let (client, service) = (&client, service.as_str());
        async move {
            let form = [
                ("MessagingServiceSid", service),
                ("To", TO_ADA),
                ("Body", body),
                ("ScheduleType", "fixed"),
                ("SendAt", "2026-05-27T16:08:03Z"),
            ];
            let (status, message) = client.create(&form).await;
            assert_eq!((status, &message["status"]), (201, &json!("scheduled")));
            sid(&message)
        }
    };
    let (kept, canceled) = (schedule("kept").await, schedule("canceled").await);
    let path = client.path(&format!("Messages/{canceled}.json"));
    let cancel = [("Status", "canceled")];
    let (status, message) = client.ask(Method::POST, &path, &Body::Form(&cancel)).await;
    assert_eq!((status, &message["status"]), (200, &json!("canceled")));

    sandbox.advance(Duration::from_mins(59));
    assert_eq!(client.message(&kept).await["status"], "scheduled");
    sandbox.advance(Duration::from_mins(1));
    assert_eq!(client.message(&kept).await["status"], "read");
    let received = sandbox.customer(ADA).received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].body, "kept");
    assert_eq!(statuses(&sandbox), ["queued", "sent", "delivered", "read"]);

    let path = client.path(&format!("Messages/{kept}.json"));
    let (status, error) = client.ask(Method::POST, &path, &Body::Form(&cancel)).await;
    assert_eq!((status, &error["code"]), (409, &json!(30409)));
}
