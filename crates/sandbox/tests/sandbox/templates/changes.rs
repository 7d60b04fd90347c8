//! Templates are created, reviewed, edited and deleted.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::{Review, Sandbox};

use crate::controls::{control, get, post};
use crate::support::{Client, body, read, template, text, values};

const ADA: &str = "+16505551234";
const STATUS: &str = "message_template_status_update";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

fn path(sandbox: &Sandbox) -> String {
    format!("v25.0/{}/message_templates", sandbox.business_account_id())
}

fn definition(name: &str) -> Value {
    json!({
        "name": name,
        "language": "en_US",
        "category": "utility",
        "components": [{
            "type": "body",
            "text": "Your order {{1}} is baked.",
            "example": {"body_text": [["B-17"]]},
        }],
    })
}

/// Creates a template and returns the whole answer.
async fn create(sandbox: &Sandbox, client: &Client, definition: &Value) -> (u16, Value) {
    read(client.post(&path(sandbox), definition).await).await
}

async fn created(sandbox: &Sandbox, client: &Client, definition: &Value) -> String {
    let (status, answer) = create(sandbox, client, definition).await;
    assert_eq!(status, 200, "{answer}");
    answer["id"].as_str().unwrap().to_owned()
}

async fn listed(client: &Client, id: &str) -> Value {
    let fields = "name,status,category,previous_category,rejected_reason,quality_score";
    read(client.get(&format!("{id}?fields={fields}")).await)
        .await
        .1
}

#[tokio::test]
async fn a_new_template_is_approved_at_once_and_can_be_sent() {
    let (sandbox, client) = start().await;
    let (status, answer) = create(&sandbox, &client, &definition("baked")).await;
    let id = answer["id"].as_str().unwrap();
    assert_eq!(status, 200);
    assert_eq!(
        answer,
        json!({"id": id, "status": "APPROVED", "category": "UTILITY"})
    );
    assert_eq!(
        values(&sandbox, STATUS),
        [json!({
            "event": "APPROVED",
            "message_template_id": id.parse::<u64>().unwrap(),
            "message_template_name": "baked",
            "message_template_language": "en_US",
            "message_template_category": "UTILITY",
            "reason": "NONE",
        })]
    );
    let found = listed(&client, id).await;
    assert_eq!(found["rejected_reason"], "NONE");
    assert_eq!(found["quality_score"]["score"], "UNKNOWN");
    client
        .accepted(&template(ADA, "baked", json!([body(&["B-17"])])))
        .await;
    assert_eq!(
        sandbox.customer(ADA).received()[0].body,
        "Your order B-17 is baked."
    );
    let again = create(&sandbox, &client, &definition("baked")).await.1;
    assert_eq!(again["error"]["error_subcode"], 2_388_024);
    assert!(again["error"]["error_user_msg"].is_string());
}

#[tokio::test]
async fn a_review_rejects_recategorises_or_goes_on() {
    let (sandbox, client) = start().await;
    sandbox.review_next(Review::reject("INVALID_FORMAT"));
    sandbox.review_next(Review::approve().as_category("MARKETING"));
    sandbox.review_next(Review::pending());

    let (_, rejected) = create(&sandbox, &client, &definition("a")).await;
    assert_eq!(rejected["status"], "REJECTED");
    let told = values(&sandbox, STATUS);
    assert_eq!(told[0]["event"], "REJECTED");
    assert_eq!(told[0]["reason"], "INVALID_FORMAT");
    let found = listed(&client, rejected["id"].as_str().unwrap()).await;
    assert_eq!(found["rejected_reason"], "INVALID_FORMAT");
    let refused = client.refused(&template(ADA, "a", json!([]))).await;
    assert_eq!(refused.1["code"], 132_001);

    let (_, judged) = create(&sandbox, &client, &definition("b")).await;
    assert_eq!(judged["category"], "MARKETING");
    assert_eq!(judged["status"], "APPROVED");
    let told = values(&sandbox, "template_category_update");
    assert_eq!(told[0]["previous_category"], "UTILITY");
    assert_eq!(told[0]["new_category"], "MARKETING");
    let found = listed(&client, judged["id"].as_str().unwrap()).await;
    assert_eq!(found["previous_category"], "UTILITY");

    let (_, pending) = create(&sandbox, &client, &definition("c")).await;
    assert_eq!(pending["status"], "PENDING");
    assert!(sandbox.take_notifications().is_empty());
    assert!(sandbox.review(pending["id"].as_str().unwrap(), &Review::approve()));
    assert_eq!(values(&sandbox, STATUS)[0]["event"], "APPROVED");
    assert!(!sandbox.review("1", &Review::approve()));
}

#[tokio::test]
async fn reviews_and_fields_are_controlled_over_http() {
    let (sandbox, client) = start().await;
    let review = json!({"verdict": "reject", "reason": "SCAM"});
    assert_eq!(post(&sandbox, "/reviews", review).await.0, 201);
    let id = created(&sandbox, &client, &definition("a")).await;
    let all = get(&sandbox, "/templates").await;
    let found = all.as_array().unwrap().last().unwrap();
    assert_eq!(found["rejected_reason"], "SCAM");

    let approve = json!({"verdict": "approve", "category": "marketing"});
    let one = format!("/templates/{id}");
    assert_eq!(
        post(&sandbox, &format!("{one}/review"), approve).await.0,
        204
    );
    sandbox.take_notifications();
    let fields = json!({"status": "PAUSED", "quality_score": {"score": "RED"}});
    let (status, changed) = control(&sandbox, Method::PATCH, &one, fields).await;
    assert_eq!((status, &changed["status"]), (200, &json!("PAUSED")));
    let told: Vec<Value> = sandbox
        .take_notifications()
        .iter()
        .map(|one| one.json()["entry"][0]["changes"][0].clone())
        .collect();
    assert_eq!(told[0]["value"]["event"], "PAUSED");
    assert_eq!(told[1]["field"], "message_template_quality_update");
    assert_eq!(told[1]["value"]["previous_quality_score"], "UNKNOWN");
    assert_eq!(told[1]["value"]["new_quality_score"], "RED");
    let refused = client
        .refused(&template(ADA, "a", json!([body(&["x"])])))
        .await;
    assert_eq!(refused.1["code"], 132_015);
    for path in ["/templates/1", "/templates/1/review"] {
        let method = if path.ends_with("review") {
            Method::POST
        } else {
            Method::PATCH
        };
        let body = json!({"verdict": "approve"});
        assert_eq!(control(&sandbox, method, path, body).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn an_approved_template_is_edited_once_a_day_and_ten_times_a_month() {
    let (sandbox, client) = start().await;
    let id = created(&sandbox, &client, &definition("a")).await;
    let edit = |text: String| {
        let components = json!({"components": [{"type": "BODY", "text": text}]});
        let (client, id) = (&client, &id);
        async move { read(client.post(id, &components).await).await }
    };
    assert_eq!(
        edit("Baked.".to_owned()).await,
        (200, json!({"success": true}))
    );
    client.accepted(&template(ADA, "a", json!([]))).await;
    assert_eq!(sandbox.customer(ADA).received()[0].body, "Baked.");
    assert_eq!(edit("Again.".to_owned()).await.0, 400);
    for day in 2..=10 {
        sandbox.advance(Duration::from_hours(24));
        assert_eq!(edit(format!("Day {day}.")).await.0, 200, "{day}");
    }
    sandbox.advance(Duration::from_hours(24));
    assert_eq!(edit("Too often.".to_owned()).await.0, 400);
    sandbox.advance(Duration::from_hours(21 * 24));
    assert_eq!(edit("Next month.".to_owned()).await.0, 200);
}

#[tokio::test]
async fn an_edit_is_refused_where_the_template_does_not_allow_it() {
    let (sandbox, client) = start().await;
    let id = created(&sandbox, &client, &definition("a")).await;
    let category = json!({"category": "MARKETING"});
    for changes in [
        category.clone(),
        json!({"name": "b"}),
        json!({"components": [{"type": "BODY", "text": "{{1}}"}]}),
        json!({"message_send_ttl_seconds": 29}),
    ] {
        let (status, answer) = read(client.post(&id, &changes).await).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(100)),
            "{changes}"
        );
    }
    assert!(sandbox.review(&id, &Review::pending()));
    let ttl = json!({"message_send_ttl_seconds": 60});
    assert_eq!(client.post(&id, &ttl).await.unwrap().status(), 400);
    assert!(sandbox.review(&id, &Review::reject("PROMOTIONAL")));
    assert_eq!(client.post(&id, &category).await.unwrap().status(), 200);
    assert_eq!(listed(&client, &id).await["category"], "MARKETING");
}

#[tokio::test]
async fn a_template_is_deleted_in_one_language_or_in_all() {
    let (sandbox, client) = start().await;
    let remaining = || async {
        let found = client.get(&format!("{}?name=a", path(&sandbox))).await;
        let (_, found) = read(found).await;
        let found = found["data"].as_array().unwrap().iter();
        found
            .filter(|one| one["name"] == "a")
            .map(|one| one["language"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let mut ids = Vec::new();
    for language in ["en_US", "it", "de"] {
        let mut definition = definition("a");
        definition["language"] = json!(language);
        ids.push(created(&sandbox, &client, &definition).await);
    }
    let delete = |query: String| {
        let (client, sandbox) = (&client, &sandbox);
        async move {
            let path = format!("{}?{query}", path(sandbox));
            read(client.delete(&path, &Value::Null).await).await
        }
    };
    let one = delete(format!("name=a&hsm_id={}", ids[1])).await;
    assert_eq!(one, (200, json!({"success": true})));
    assert_eq!(remaining().await, ["en_US", "de"]);
    for query in ["name=none", &format!("name=a&hsm_id={}", ids[1])] {
        let (status, answer) = delete(query.to_owned()).await;
        assert_eq!(status, 400);
        assert_eq!(answer["error"]["error_subcode"], 2_593_002);
    }
    assert_eq!(delete("hsm_id=1".to_owned()).await.0, 400);
    assert_eq!(delete("name=a".to_owned()).await.0, 200);
    assert!(remaining().await.is_empty());
}

#[tokio::test]
async fn a_deleted_name_is_blocked_for_thirty_days() {
    let (sandbox, client) = start().await;
    created(&sandbox, &client, &definition("a")).await;
    let gone = format!("{}?name=a", path(&sandbox));
    assert_eq!(
        client.delete(&gone, &Value::Null).await.unwrap().status(),
        200
    );
    sandbox.advance(Duration::from_secs(30 * 24 * 60 * 60 - 1));
    let (_, answer) = create(&sandbox, &client, &definition("a")).await;
    assert_eq!(answer["error"]["error_subcode"], 2_388_023);
    sandbox.advance(Duration::from_secs(1));
    created(&sandbox, &client, &definition("a")).await;
}

#[tokio::test]
async fn a_template_of_direct_send_can_neither_be_edited_nor_deleted() {
    let (sandbox, client) = start().await;
    let mut message = text(ADA, "Baked.");
    message["category"] = json!("utility");
    client.accepted(&message).await;
    let template = sandbox.templates().pop().unwrap();
    let id = template["id"].as_str().unwrap();
    let edit = json!({"components": [{"type": "BODY", "text": "Burnt."}]});
    let (_, answer) = read(client.post(id, &edit).await).await;
    assert_eq!(answer["error"]["error_subcode"], 2_388_318);
    let path = format!(
        "{}?name={}",
        path(&sandbox),
        template["name"].as_str().unwrap()
    );
    let (_, answer) = read(client.delete(&path, &Value::Null).await).await;
    assert_eq!(answer["error"]["error_subcode"], 2_388_330);
}
