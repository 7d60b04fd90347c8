//! The customers as the page lists them, and the pages of their messages.

use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use super::ADA;
use crate::controls::{control, get, post};
use crate::support::Client;

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.customer(ADA).named("Ada");
    let client = Client::of(&sandbox);
    (sandbox, client)
}

#[tokio::test]
async fn s29_messages_come_in_pages_in_the_order_in_which_they_were_written() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let path = format!("v25.0/{}/messages", sandbox.phone_number_id());
    for count in 0..10 {
        ada.says(&format!("mine {count}"));
        let text = json!({"messaging_product": "whatsapp", "to": "+16505551234", "type": "text", "text": {"body": format!("theirs {count}")}});
        client.post(&path, &text).await.unwrap();
    }
    let mut all = Vec::new();
    let mut before = String::new();
    loop {
        let page = get(
            &sandbox,
            &format!("/view/people/{ADA}/messages?limit=7{before}"),
        )
        .await;
        let mut texts: Vec<Value> = page["messages"].as_array().unwrap().clone();
        before = format!("&before={}", texts[0]["order"]);
        texts.append(&mut all);
        all = texts;
        if page["more"] == false {
            break;
        }
    }
    let summaries: Vec<&str> = all
        .iter()
        .filter_map(|one| one["summary"].as_str())
        .collect();
    let wanted: Vec<String> = (0..10)
        .flat_map(|count| [format!("mine {count}"), format!("theirs {count}")])
        .collect();
    assert_eq!(summaries, wanted);
}

#[tokio::test]
async fn s29_of_many_customers_those_with_the_newest_messages_are_listed_and_the_one_who_is_looked_at()
 {
    let (sandbox, _) = start().await;
    for number in 0..250 {
        sandbox
            .customer(&format!("1650555{number:04}"))
            .says("Hello");
    }
    let view = get(&sandbox, "/view?with=16505550000").await;
    let people = view["people"].as_array().unwrap();
    assert_eq!(
        (people.len(), &view["counts"]["people"]),
        (200, &json!(251))
    );
    assert_eq!(people[0]["id"], "16505550000");
    assert_eq!(people[1]["id"], "16505550249");
}

#[tokio::test]
async fn s15_a_customer_hides_the_number_and_shows_it_again() {
    let (sandbox, _) = start().await;
    let ada = sandbox.customer(ADA);
    let user_id = ada.user_id().unwrap();
    let said = ada.says("Hello");
    let (status, hidden) = control(
        &sandbox,
        http::Method::PATCH,
        &format!("/customers/{ADA}"),
        json!({"numberHidden": true}),
    )
    .await;
    assert_eq!((status, &hidden["waId"]), (200, &Value::Null));
    sandbox.take_notifications();
    post(
        &sandbox,
        &format!("/customers/{user_id}/say"),
        json!({"text": "Incognito"}),
    )
    .await;
    let told = sandbox.take_notifications();
    assert!(!told[0].text().contains(ADA), "{}", told[0].text());
    let chat = get(&sandbox, &format!("/view/people/{user_id}/messages")).await;
    assert_eq!(chat["messages"][0]["id"], json!(said));
    let (_, shown) = control(
        &sandbox,
        http::Method::PATCH,
        &format!("/customers/{user_id}"),
        json!({"numberHidden": false}),
    )
    .await;
    assert_eq!(shown["waId"], ADA);
    let without = Sandbox::builder().without_user_ids().start().await.unwrap();
    let (status, refused) = control(
        &without,
        http::Method::PATCH,
        &format!("/customers/{ADA}"),
        json!({"numberHidden": true}),
    )
    .await;
    assert_eq!(status, 409, "{refused}");
}

#[tokio::test]
async fn s15_a_customer_opts_in_again_and_is_not_on_whatsapp() {
    let (sandbox, _) = start().await;
    let change = async |body: Value| {
        control(
            &sandbox,
            http::Method::PATCH,
            &format!("/customers/{ADA}"),
            body,
        )
        .await;
        get(&sandbox, "/view").await["people"][0].clone()
    };
    assert_eq!(change(json!({"optedOut": true})).await["optedOut"], true);
    assert_eq!(change(json!({"optedOut": false})).await["optedOut"], false);
    let person = change(json!({"reachable": false})).await;
    assert_eq!(
        (&person["conduct"], &person["code"]),
        (&json!("fails"), &json!(131_026))
    );
    assert_eq!(
        change(json!({"reachable": true})).await["conduct"],
        "receives"
    );
}
