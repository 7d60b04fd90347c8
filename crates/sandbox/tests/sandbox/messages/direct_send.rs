//! Messages of Direct Send: outside the 24-hour window, without a template of the business's own.

use serde_json::{Value, json};
use uip_sandbox::{AutoStatus, DirectSendAccess, Sandbox};

use crate::controls::post;
use crate::support::{Client, message, statuses, template, text, updates};

const ADA: &str = "+16505551234";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder()
        .strict_window()
        .auto_status(AutoStatus::Delivered)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

fn with(mut request: Value, members: Value) -> Value {
    for (key, value) in members.as_object().unwrap() {
        request[key] = value.clone();
    }
    request
}

fn utility(body: &str) -> Value {
    with(text(ADA, body), json!({"category": "utility"}))
}

fn buttons(buttons: Value) -> Value {
    message(
        ADA,
        "interactive",
        json!({"type": "button", "body": {"text": "Well?"}, "action": {"buttons": buttons}}),
    )
}

fn link(title: &str) -> Value {
    json!({"type": "cta_url", "cta_url": {"display_text": title, "url": "https://bakery.example/"}})
}

fn reply(id: usize) -> Value {
    json!({"type": "reply", "reply": {"id": id.to_string(), "title": format!("Loaf {id}")}})
}

async fn generated(client: &Client, sandbox: &Sandbox) -> Vec<Value> {
    let path = format!(
        "{}/message_templates?source=AUTO_GENERATED",
        sandbox.business_account_id()
    );
    let mut answer: Value = client.get(&path).await.unwrap().json().await.unwrap();
    serde_json::from_value(answer["data"].take()).unwrap()
}

#[tokio::test]
async fn a_utility_text_arrives_outside_the_window_and_its_statuses_name_the_template() {
    let (sandbox, client) = start().await;
    client.accepted(&text(ADA, "Not without a window.")).await;
    assert_eq!(statuses(&sandbox), ["failed"]);

    let sent = client.accepted(&utility("Order 17 is ready.")).await;
    assert_eq!(sandbox.customer(ADA).received()[0].id, sent);
    let told: Vec<Value> = sandbox
        .take_notifications()
        .iter()
        .flat_map(|one| updates(&one.json()))
        .collect();
    let templates = generated(&client, &sandbox).await;
    assert_eq!(templates.len(), 1);
    assert_eq!(templates[0]["category"], "UTILITY");
    assert_eq!(templates[0]["components"][0]["text"], "Order 17 is ready.");
    let name = templates[0]["name"].as_str().unwrap();
    assert!(name.starts_with("auto_generated_text_"), "{name}");
    assert_eq!(told.len(), 2);
    for status in told {
        assert_eq!(status["template_id"], templates[0]["id"]);
        assert_eq!(status["pricing"]["category"], "utility");
    }

    client.accepted(&utility("Order 17 is ready.")).await;
    assert_eq!(generated(&client, &sandbox).await.len(), 1);
    client.accepted(&utility("Order 18 is ready.")).await;
    assert_eq!(generated(&client, &sandbox).await.len(), 2);
}

#[tokio::test]
async fn an_ordinary_message_has_no_template_id_whatever_its_category_says() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    client
        .accepted(&with(text(ADA, "x"), json!({"category": "service"})))
        .await;
    let told = updates(&sandbox.take_notifications()[0].json());
    assert!(told[0].get("template_id").is_none());
    assert_eq!(told[0]["pricing"]["category"], "service");
}

#[tokio::test]
async fn a_named_template_takes_every_message_with_its_name() {
    let (sandbox, client) = start().await;
    for body in ["Order 17 is ready.", "Order 18 is ready."] {
        let named =
            json!({"ttl_seconds": 43_200, "direct_send_config": {"template_name": "order_done"}});
        client.accepted(&with(utility(body), named)).await;
    }
    let templates = generated(&client, &sandbox).await;
    assert_eq!(templates.len(), 1);
    assert_eq!(templates[0]["name"], "order_done");
    let (_, error) = client
        .refused(&template(ADA, "order_done", json!([])))
        .await;
    assert_eq!(error["code"], 132_018);
}

#[tokio::test]
async fn a_name_that_another_template_has_fails_afterwards_with_132021() {
    let (sandbox, client) = start().await;
    let taken = json!({"direct_send_config": {"template_name": "order_ready"}});
    client.accepted(&with(utility("x"), taken)).await;
    let told = updates(&sandbox.take_notifications()[0].json());
    assert_eq!(told[0]["status"], "failed");
    assert_eq!(told[0]["errors"][0]["code"], 132_021);
    assert!(told[0].get("template_id").is_none());
    assert!(sandbox.customer(ADA).received().is_empty());
    assert!(generated(&client, &sandbox).await.is_empty());
}

#[tokio::test]
async fn an_account_without_access_is_refused_at_once() {
    let (sandbox, client) = start().await;
    sandbox.direct_send(DirectSendAccess::Disabled);
    let (status, error) = client.refused(&utility("x")).await;
    assert_eq!((status, &error["code"]), (400, &json!(100)));
    let details = error["error_data"]["details"].as_str().unwrap();
    assert!(details.contains("requires Direct Send"), "{details}");

    let blocked = json!({"access": "blocked"});
    assert_eq!(post(&sandbox, "/direct-send", blocked).await.0, 204);
    assert_eq!(client.refused(&utility("x")).await.1["code"], 139_200);
    assert!(sandbox.take_notifications().is_empty());
    assert!(sandbox.customer(ADA).received().is_empty());

    sandbox.direct_send(DirectSendAccess::Enabled);
    client.accepted(&utility("x")).await;
}

#[tokio::test]
async fn links_come_before_replies_and_only_direct_send_carries_both() {
    let (sandbox, client) = start().await;
    let category = || json!({"category": "utility"});
    let mixed = |links: usize, replies: usize| {
        let links = (0..links).map(|number| link(&format!("Shop {number}")));
        buttons(links.chain((0..replies).map(reply)).collect())
    };
    for good in [mixed(2, 8), mixed(0, 10), mixed(1, 0)] {
        client.accepted(&with(good, category())).await;
    }
    let seen = &sandbox.customer(ADA).received()[0];
    assert_eq!(seen.buttons.len(), 10);
    assert_eq!(seen.choices[0].id, "https://bakery.example/");
    for bad in [
        mixed(3, 0),
        mixed(2, 9),
        buttons(json!([reply(1), link("Shop")])),
    ] {
        let (_, error) = client.refused(&with(bad, category())).await;
        assert_eq!(error["code"], 131_009, "{error}");
    }
    let (_, error) = client.refused(&mixed(1, 1)).await;
    assert_eq!(error["code"], 100, "{error}");
}

#[tokio::test]
async fn what_direct_send_does_not_carry_is_refused() {
    let (sandbox, client) = start().await;
    let authentication = |more: Value| {
        let request = with(text(ADA, "123456"), json!({"category": "authentication"}));
        with(request, more)
    };
    client
        .accepted(&authentication(json!({"ttl_seconds": 900})))
        .await;
    client.accepted(&utility(&"è".repeat(1024))).await;
    let picture = json!({"link": "https://bakery.example/a.jpg"});
    let list = json!({"type": "list", "body": {"text": "x"}, "action": {
        "button": "Choose", "sections": [{"rows": [{"id": "1", "title": "Rye"}]}]}});
    let bad = [
        (with(text(ADA, "x"), json!({"category": "marketing"})), 100),
        (utility(&"è".repeat(1025)), 100),
        (
            with(
                message(ADA, "image", picture),
                json!({"category": "utility"}),
            ),
            100,
        ),
        (
            with(
                message(ADA, "interactive", list),
                json!({"category": "utility"}),
            ),
            100,
        ),
        (
            with(
                template(ADA, "shop_link", json!([])),
                json!({"category": "utility"}),
            ),
            100,
        ),
        (
            with(
                buttons(json!([reply(1)])),
                json!({"category": "authentication"}),
            ),
            100,
        ),
        (with(text(ADA, "x"), json!({"ttl_seconds": 600})), 100),
        (
            with(
                text(ADA, "x"),
                json!({"direct_send_config": {"template_name": "x"}}),
            ),
            100,
        ),
        (with(utility("x"), json!({"ttl_seconds": 29})), 100),
        (with(utility("x"), json!({"ttl_seconds": 43_201})), 100),
        (with(utility("x"), json!({"ttl_seconds": "soon"})), 100),
        (authentication(json!({"ttl_seconds": 901})), 100),
        (
            authentication(json!({"direct_send_config": {"template_name": "x"}})),
            100,
        ),
        (
            with(
                utility("x"),
                json!({"direct_send_config": {"template_name": "Order"}}),
            ),
            100,
        ),
        (
            with(
                utility("x"),
                json!({"direct_send_config": {"template_name": ""}}),
            ),
            100,
        ),
        (
            with(
                utility("x"),
                json!({"direct_send_config": {"template_name": "x".repeat(513)}}),
            ),
            100,
        ),
        (
            authentication(json!({"to": "", "recipient": "US.123"})),
            131_062,
        ),
    ];
    for (request, code) in bad {
        let (_, error) = client.refused(&request).await;
        assert_eq!(error["code"], code, "{request}: {error}");
    }
    assert_eq!(sandbox.customer(ADA).received().len(), 2);
}
