//! A chat as a file: written by one sandbox, replayed in another.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::{Attachment, AutoStatus, Customer, Sandbox, Transcript};

use crate::controls::{get, post};
use crate::support::{Client, message, text};
use crate::twilio;

const ADA: &str = "16505551234";

async fn start() -> Sandbox {
    let quiet = Sandbox::builder().auto_status(AutoStatus::Off);
    quiet.start().await.unwrap()
}

fn buttons() -> Value {
    let reply =
        |id: &str, title: &str| json!({"type": "reply", "reply": {"id": id, "title": title}});
    let action = json!({"buttons": [reply("rye", "Rye"), reply("spelt", "Spelt")]});
    let ask = json!({"type": "button", "body": {"text": "These two"}, "action": action});
    message("+16505551234", "interactive", ask)
}

/// A flow: at both carriers it writes when Ada has.
async fn business(sandbox: &Sandbox) {
    let cloud = Client::of(sandbox);
    sandbox.wait_for_notifications(1).await.unwrap();
    cloud.accepted(&buttons()).await;
    sandbox.wait_for_notifications(3).await.unwrap();
    cloud.accepted(&text("+16505551234", "What a loaf")).await;
    sandbox.wait_for_webhooks(1).await.unwrap();
    twilio::Client::of(sandbox).text("Here as well").await;
}

/// Ada, by hand.
async fn by_hand(ada: &Customer, sandbox: &Sandbox) {
    ada.says("Which bread is there?");
    let asked = ada.wait_for_received(1).await.unwrap().remove(0).id;
    ada.taps(&asked, "rye").unwrap();
    ada.reacts(&asked, "👍");
    ada.sends_media(Attachment::image("image/png", vec![1, 2, 3]).caption("Like this?"));
    ada.wait_for_received(2).await.unwrap();
    let other = ada.writing_to(&sandbox.twilio().number).unwrap();
    other.says("Is this the bakery?");
    let answer = ada.wait_for_received(3).await.unwrap().remove(2).id;
    other.replies(&answer, "Good");
    other.sends_media(Attachment::audio("audio/ogg", vec![4, 5]).voice());
    let referral = json!({"referral": {"source_type": "ad", "source_id": "1"}});
    let more = referral.as_object().unwrap().clone();
    ada.sends_with("text", json!({"body": "From your ad"}), more);
}

#[tokio::test]
async fn s28_a_chat_at_both_carriers_is_the_same_after_it_was_replayed_elsewhere() {
    let first = start().await;
    let ada = first.customer(ADA);
    tokio::join!(by_hand(&ada, &first), business(&first));
    let written = serde_json::to_string(&ada.transcript()).unwrap();

    let second = start().await;
    let again = second.customer(ADA);
    let transcript: Transcript = serde_json::from_str(&written).unwrap();
    let (sent, ()) = tokio::join!(again.replays(&transcript), business(&second));
    assert_eq!(sent.unwrap().len(), 8);
    assert_eq!(again.transcript(), ada.transcript());
    assert_eq!(
        written.matches(ADA).count(),
        0,
        "a file fits another number"
    );
    let quoted: Vec<usize> = again
        .sent()
        .iter()
        .map(|sent| usize::from(sent.about.is_some()))
        .collect();
    assert_eq!(quoted, [0, 1, 0, 0, 0, 1, 0, 0]);
    let photo = second.media().remove(0);
    assert_eq!(
        (photo.mime_type(), photo.bytes()),
        ("image/png", &[1, 2, 3][..])
    );
    let told = second.take_notifications();
    assert!(told[0].text().contains("source_type"), "the referral");
}

#[tokio::test]
async fn s28_a_replay_says_which_message_of_the_business_did_not_come() {
    let sandbox = start().await;
    let file = json!({"messages": [
        {"from": "customer", "type": "text", "content": {"body": "Hello"}},
        {"from": "business", "type": "text", "text": "Hello yourself"},
        {"from": "customer", "type": "text", "content": {"body": "Bye"}, "about": 1},
    ]});
    let path = format!("/customers/{ADA}/transcript");
    let (status, refused) =
        post(&sandbox, &format!("{path}?patienceSeconds=0"), file.clone()).await;
    let told = refused["error"].as_str().unwrap();
    assert_eq!(status, 409);
    assert!(
        told.contains("messages[1]") && told.contains("saw 0"),
        "{told}"
    );
    assert_eq!(sandbox.customer(ADA).sent().len(), 1);

    let mut wrong = file;
    wrong["messages"][2]["about"] = json!(2);
    let (status, refused) = post(&sandbox, &path, wrong).await;
    assert_eq!(status, 400);
    assert!(
        refused["error"]
            .as_str()
            .unwrap()
            .contains("messages[2].about")
    );
    assert_eq!(
        sandbox.customer(ADA).sent().len(),
        1,
        "nothing of a wrong file is sent"
    );
}

#[tokio::test]
async fn s28_a_replay_whose_caller_goes_away_sends_nothing_more() {
    let sandbox = start().await;
    let file = json!({"messages": [
        {"from": "business", "type": "text"},
        {"from": "customer", "type": "text", "content": {"body": "Too late"}},
    ]});
    let url = format!("{}/sandbox/customers/{ADA}/transcript", sandbox.base_url());
    let request = reqwest::Client::builder()
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    assert!(
        request
            .post(url)
            .body(file.to_string())
            .send()
            .await
            .is_err()
    );
    // A connection that is closed is noticed before the next request is answered.
    get(&sandbox, "/clock").await;
    let client = Client::of(&sandbox);
    client.accepted(&text("+16505551234", "Hello?")).await;
    get(&sandbox, "/clock").await;
    assert_eq!(sandbox.customer(ADA).sent().len(), 0);
}
