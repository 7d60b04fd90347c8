//! `health_status` of the number, the account and a template.

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::{Health, HealthEntity, Sandbox};

use crate::controls::control;
use crate::support::{Client, read};

async fn health(client: &Client, id: &str) -> Value {
    let (status, mut answer) = read(client.get(&format!("{id}?fields=health_status")).await).await;
    assert_eq!(status, 200, "{answer}");
    answer["health_status"].take()
}

fn entities(health: &Value) -> Vec<&str> {
    let entities = health["entities"].as_array().unwrap().iter();
    entities
        .map(|entity| entity["entity_type"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn each_node_names_everything_that_takes_part_in_sending() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let template = sandbox.templates()[0]["id"].as_str().unwrap().to_owned();
    for (id, first) in [
        (sandbox.phone_number_id(), Some("PHONE_NUMBER")),
        (sandbox.business_account_id(), None),
        (&template, Some("MESSAGE_TEMPLATE")),
    ] {
        let found = health(&client, id).await;
        assert_eq!(found["can_send_message"], "AVAILABLE");
        let expected: Vec<&str> = first
            .into_iter()
            .chain(["WABA", "BUSINESS", "APP"])
            .collect();
        assert_eq!(entities(&found), expected);
        assert_eq!(found["entities"][0]["id"], id);
    }
}

#[tokio::test]
async fn what_prevents_sending_is_told_with_its_code() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    sandbox.health(
        HealthEntity::PhoneNumber,
        Health::limited("The display name is not approved."),
    );
    let limited = health(&client, sandbox.phone_number_id()).await;
    assert_eq!(limited["can_send_message"], "LIMITED");
    assert_eq!(
        limited["entities"][0]["additional_info"],
        json!(["The display name is not approved."])
    );
    let unpaid = json!({"WABA": {"can_send_message": "BLOCKED", "errors": [{
        "error_code": 141_006,
        "error_description": "There is an error with the payment method.",
        "possible_solution": "Add a payment method.",
    }]}});
    let (status, _) = control(&sandbox, Method::PATCH, "/health", unpaid.clone()).await;
    assert_eq!(status, 204);
    let blocked = health(&client, sandbox.phone_number_id()).await;
    assert_eq!(blocked["can_send_message"], "BLOCKED");
    assert_eq!(blocked["entities"][1]["errors"], unpaid["WABA"]["errors"]);
    sandbox.health(HealthEntity::Waba, Health::available());
    let again = health(&client, sandbox.business_account_id()).await;
    assert_eq!(again["can_send_message"], "AVAILABLE");
    let (status, _) = control(&sandbox, Method::PATCH, "/health", json!({"OVEN": {}})).await;
    assert_eq!(status, 400);
}
