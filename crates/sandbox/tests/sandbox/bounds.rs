//! A sandbox that runs for days forgets what is old, and goes on.

use serde_json::{Value, json};
use uip_sandbox::{Attachment, Sandbox};

use crate::controls::get;
use crate::support::{Client, text};
use crate::twilio;

const ADA: &str = "16505551234";
const KEPT: usize = 20;

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder().keep(KEPT).start().await.unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

#[tokio::test]
async fn of_everything_that_goes_over_the_wire_the_newest_is_kept() {
    let (sandbox, client) = start().await;
    for count in 0..50 {
        client
            .accepted(&text("+16505551234", &format!("message {count}")))
            .await;
    }
    let requests = sandbox.sends();
    assert_eq!(requests.len(), KEPT);
    let last = requests.last().unwrap().json().unwrap();
    assert_eq!(last["text"]["body"], "message 49");
    assert_eq!(sandbox.notifications().len(), KEPT);
    assert_eq!(sandbox.take_notifications().len(), KEPT);
    assert_eq!(
        get(&sandbox, "/traffic").await["rows"]
            .as_array()
            .map(Vec::len),
        Some(KEPT)
    );
    let summary = get(&sandbox, "").await;
    assert_eq!(
        (&summary["requests"], &summary["notifications"]),
        (&json!(50), &json!(150)),
        "how many there ever were"
    );
}

#[tokio::test]
async fn of_the_messages_of_all_customers_the_newest_are_kept() {
    let (sandbox, client) = start().await;
    let (ada, bruno) = (sandbox.customer(ADA), sandbox.customer("16505550042"));
    let first = client.accepted(&text("+16505551234", "the first")).await;
    for count in 0..15 {
        ada.says(&format!("Ada {count}"));
        bruno.says(&format!("Bruno {count}"));
    }
    assert_eq!(
        (ada.received().len(), ada.sent().len(), bruno.sent().len()),
        (0, 10, 10)
    );
    assert!(
        ada.taps(&first, "any").is_err(),
        "a message that is forgotten cannot be tapped"
    );
    let chat = get(&sandbox, &format!("/view/people/{ADA}/messages")).await;
    assert_eq!(chat["messages"][0]["summary"], "Ada 5");
    let people = get(&sandbox, "/view").await["people"].clone();
    let ada = people
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == ADA)
        .unwrap();
    assert_eq!(ada["arrived"], 1, "what was read stays read");
}

#[tokio::test]
async fn of_too_many_customers_those_are_forgotten_who_have_been_quiet_for_the_longest() {
    let (sandbox, client) = start().await;
    sandbox.customer(ADA).named("Ada").says("I am here");
    for number in 0..60 {
        client
            .accepted(&text(&format!("+1650555{number:04}"), "Hello"))
            .await;
        if number % 10 == 0 {
            sandbox.customer(ADA).says("Still here");
        }
    }
    let view = get(&sandbox, "/view").await;
    assert_eq!(view["counts"]["people"], KEPT);
    let names: Vec<&Value> = view["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert!(
        names.contains(&&json!("Ada")) && names.contains(&&json!("Customer 61")),
        "{names:?}"
    );
}

#[tokio::test]
async fn of_files_and_of_what_twilio_keeps_the_newest_are_kept() {
    let (sandbox, _) = start().await;
    let client = twilio::Client::of(&sandbox);
    let number = sandbox.twilio().number.clone();
    let ada = sandbox.customer(ADA).writing_to(&number).unwrap();
    for count in 0..30_u8 {
        ada.sends_media(Attachment::image("image/png", vec![count]));
        client.text("Nice").await;
    }
    let media = sandbox.media();
    assert_eq!(
        (media.len(), media.last().unwrap().bytes()),
        (KEPT, &[29][..])
    );
    assert_eq!(sandbox.webhooks().len(), KEPT);
    let (_, page) = client.get(&client.path("Messages.json?PageSize=100")).await;
    assert_eq!(page["messages"].as_array().map(Vec::len), Some(KEPT));
}
