//! What the console tells of notifications, events and deliveries.

use http::StatusCode;
use serde_json::{Value, json};

use crate::support::adapters::{failed, message, notification};
use crate::support::host::{Host, deliver_messages};
use crate::support::receiver::{Manner, Receiver, answer};
use crate::support::until;
use crate::{asked, get, post, settings};

async fn seqs(host: &Host, query: &str) -> (Vec<String>, Value) {
    let page = get(host, &format!("events{query}")).await;
    let events = page["events"].as_array().unwrap().iter();
    let ids = events.map(|event| event["eventId"].as_str().unwrap().to_owned());
    (ids.collect(), page["next"].clone())
}

async fn stored(host: &Host, count: usize) {
    until("the events are stored", async || {
        seqs(host, "?limit=200").await.0.len() >= count
    })
    .await;
}

#[tokio::test]
async fn events_are_listed_newest_first_page_by_page_without_what_customers_wrote() {
    let host = Host::start(&settings("")).await;
    let ids: Vec<String> = (0..130).map(|number| format!("m{number:03}")).collect();
    let events: Vec<Value> = ids.iter().map(|id| message(id, "393331234567")).collect();
    host.sender().send(notification(&events)).await;
    stored(&host, 130).await;
    let mut found = Vec::new();
    let mut before = String::new();
    loop {
        let (page, next) = seqs(&host, &format!("?limit=50{before}")).await;
        found.extend(page);
        match next.as_i64() {
            Some(next) => before = format!("&before={next}"),
            None => break,
        }
    }
    assert_eq!(found, ids.iter().rev().cloned().collect::<Vec<_>>());
    let list = get(&host, "events").await.to_string();
    assert!(!list.contains("Grüß dich"), "{list}");
    assert!(!list.contains("393331234567"), "{list}");
    let with = get(&host, "events?texts=true&limit=1").await;
    assert_eq!(with["events"][0]["customer"], "…4567");
    assert_eq!(with["events"][0]["text"], "Grüß dich 👋");
}

#[tokio::test]
async fn events_are_found_by_adapter_name_state_customer_id_text_and_time() {
    let receiver = Receiver::start().await;
    receiver.be(answer("bad", 422));
    let trigger = deliver_messages("n8n", &receiver.url(), "refusalAttempts = 1");
    let host = Host::start(&settings(&trigger)).await;
    host.receives(&["good-1"], "393331111111").await;
    host.receives(&["bad-1"], "393332222222").await;
    until("both are over", async || {
        let dead = seqs(&host, "?state=dead").await.0;
        dead == ["bad-1"] && seqs(&host, "?state=delivered").await.0 == ["good-1"]
    })
    .await;
    let of = async |query: &str| seqs(&host, query).await.0;
    assert_eq!(of("?adapter=shop&event=message").await.len(), 2);
    assert_eq!(of("?adapter=desk").await, <[&str; 0]>::default());
    assert_eq!(of("?event=status").await, <[&str; 0]>::default());
    assert_eq!(of("?state=pending").await, <[&str; 0]>::default());
    assert_eq!(of("?trigger=n8n&state=dead").await, ["bad-1"]);
    assert_eq!(of("?customer=%2B393331111111").await, ["good-1"]);
    assert_eq!(of("?q=good-1").await, ["good-1"]);
    assert_eq!(of("?q=gr%C3%BC%C3%9F").await, ["bad-1", "good-1"]);
    let now = host.clock.now();
    assert_eq!(of(&format!("?until={now}")).await, <[&str; 0]>::default());
    assert_eq!(of(&format!("?since={now}")).await.len(), 2);
    assert_eq!(of(&format!("?until={}", now + 1)).await.len(), 2);
    for wrong in ["?state=lost", "?limit=x", "?what=1"] {
        let answer = asked(&host, &format!("events{wrong}")).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn an_event_shows_its_payload_its_notification_and_every_attempt_that_failed() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::UNPROCESSABLE_ENTITY));
    let trigger = deliver_messages("n8n", &receiver.url(), "");
    let host = Host::start(&settings(&trigger)).await;
    host.receives(&["m1"], "393331234567").await;
    stored(&host, 1).await;
    let seq = get(&host, "events").await["events"][0]["seq"].clone();
    let path = format!("events/{seq}");
    let attempts = async || get(&host, &path).await["deliveries"][0]["attempts"].clone();
    until("it was tried", async || {
        attempts().await.as_array().unwrap().len() == 1
    })
    .await;
    let (status, _) = post(&host, "operate/retry", &json!({ "seq": seq })).await;
    assert_eq!(status, 200);
    until("it was tried again", async || {
        attempts().await.as_array().unwrap().len() == 2
    })
    .await;
    let event = get(&host, &path).await;
    let attempt = &event["deliveries"][0]["attempts"][0];
    assert_eq!(attempt["result"], "refused");
    assert!(
        attempt["error"].as_str().unwrap().contains("422"),
        "{attempt}"
    );
    let payload: Value = serde_json::from_str(event["payload"].as_str().unwrap()).unwrap();
    assert_eq!(payload, message("m1", "393331234567")["properties"]);
    let id = &event["event"]["notification"];
    let notification = get(&host, &format!("notifications/{id}")).await;
    assert_eq!(notification["events"][0]["seq"], seq);
    assert!(notification["body"].as_str().unwrap().contains("Grüß dich"));
    for gone in ["events/99", "notifications/99", "adapters/none"] {
        assert_eq!(asked(&host, gone).await.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_trigger_shows_what_waits_behind_what_and_why() {
    let receiver = Receiver::start().await;
    receiver.be(Manner::Answer(StatusCode::UNPROCESSABLE_ENTITY));
    let trigger = deliver_messages("n8n", &receiver.url(), "onRefusal = \"block\"");
    let host = Host::start(&settings(&trigger)).await;
    host.receives(&["m1", "m2", "m3"], "393331234567").await;
    let list = async || get(&host, "deliveries/n8n?state=pending").await;
    until("the first was tried", async || {
        list().await["deliveries"][0]["attempts"] == 1
    })
    .await;
    let page = list().await;
    assert_eq!(page["deliveries"].as_array().unwrap().len(), 1, "{page}");
    let first = &page["deliveries"][0];
    assert_eq!(
        (&first["eventId"], &first["behind"]),
        (&json!("m1"), &json!(2))
    );
    assert_eq!(first["customer"], "…4567");
    let triggers = get(&host, "deliveries").await;
    let row = &triggers["triggers"][0];
    assert_eq!(
        (&row["trigger"], &row["pending"]),
        (&json!("n8n"), &json!(3))
    );
    assert!(row["lastError"].as_str().unwrap().contains("422"), "{row}");
    assert_eq!(
        (&row["kind"], &row["host"]),
        (&json!("http"), &json!("127.0.0.1"))
    );
}

#[tokio::test]
async fn notifications_are_listed_by_state() {
    let host = Host::start(&settings("")).await;
    host.adapters
        .fail_next(Ok(failed("permanent-failure", "bad", "cannot be read")));
    host.receives(&["m1"], "1").await;
    host.receives(&["m2"], "1").await;
    let of = async |state: &str| {
        let page = get(&host, &format!("notifications?state={state}")).await;
        page["notifications"].as_array().unwrap().clone()
    };
    until("both are over", async || {
        of("failed").await.len() == 1 && of("done").await.len() == 1
    })
    .await;
    let failed = of("failed").await;
    assert!(
        failed[0]["lastError"]
            .as_str()
            .unwrap()
            .contains("cannot be read")
    );
    assert_eq!(of("waiting").await, <[Value; 0]>::default());
}

#[tokio::test]
async fn a_condition_is_tried_as_deliveries_try_it() {
    let host = Host::start(&settings("")).await;
    host.receives(&["m1", "m2"], "1").await;
    stored(&host, 2).await;
    let tried = async |condition: &str, more: Value| {
        let mut body = json!({ "condition": condition });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        post(&host, "condition", &body).await
    };
    let (status, found) = tried("$.messages[?@.type == 'text']", json!({ "last": 100 })).await;
    assert_eq!((status, &found["tried"]), (200, &json!(2)));
    assert_eq!(found["holds"].as_array().unwrap().len(), 2);
    let seq = found["holds"][0].clone();
    let (_, found) = tried("$.messages[?@.id == 'm2']", json!({ "seq": seq })).await;
    assert_eq!(found["holds"], json!([seq]));
    let (_, found) = tried("$.messages[?@.type == 'image']", json!({})).await;
    assert_eq!(found["holds"], json!([]));
    let (status, wrong) = tried("$.messages[?", json!({})).await;
    assert_eq!(status, 400);
    assert!(
        wrong["error"].as_str().unwrap().contains("JSONPath"),
        "{wrong}"
    );
}
