//! The traffic: every request with its answer, every webhook with its attempts.

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::{Fault, Sandbox};

use super::{ADA, rows};
use crate::controls::{control, get, post};
use crate::support::{Client, text};

/// The words of each row, newest first.
fn words(rows: &[Value]) -> Vec<String> {
    let line = |row: &Value| {
        format!(
            "{} {}",
            row["line"].as_str().unwrap(),
            row["what"].as_str().unwrap()
        )
    };
    rows.iter().map(|row| line(row).trim().to_owned()).collect()
}

#[tokio::test]
async fn s18_requests_and_webhooks_are_listed_in_the_order_of_happening() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    sandbox.customer(ADA).says("Hello");
    client.try_send(&text("+16505551234", "Hi")).await.unwrap();
    let rows = rows(&sandbox, "").await;
    assert_eq!(
        words(&rows),
        [
            "status read",
            "status delivered",
            "status sent",
            "POST …/messages text",
            "message text “Hello”"
        ]
    );
    let ids: Vec<u64> = rows.iter().map(|row| row["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [5, 4, 3, 2, 1]);
    assert_eq!(rows[3]["outcomes"], json!([{"text": "200", "good": true}]));
    assert!(rows[3]["took"].is_u64());
    assert_eq!(
        rows[4]["outcomes"],
        json!([]),
        "without a callback nothing is posted"
    );
}

#[tokio::test]
async fn s19_what_is_about_a_message_is_its_request_its_statuses_and_the_taps_on_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let ada = sandbox.customer(ADA);
    client
        .try_send(&text("+16505551234", "other"))
        .await
        .unwrap();
    client
        .try_send(&text("+16505551234", "Coming?"))
        .await
        .unwrap();
    let id = ada.received()[1].id.clone();
    ada.replies(&id, "Yes");
    let about = rows(&sandbox, &format!("?about={id}")).await;
    assert_eq!(
        words(&about),
        [
            "message text “Yes”",
            "status read",
            "status delivered",
            "status sent",
            "POST …/messages text"
        ]
    );
}

#[tokio::test]
async fn s21_a_refusal_is_told_in_words_and_the_token_is_not() {
    let sandbox = Sandbox::builder()
        .token("a-very-secret-token")
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    client.try_send(&text("+16505551234", "")).await.unwrap();
    let detail = get(&sandbox, "/traffic/1").await;
    assert_eq!(detail["credentials"], "right");
    assert_eq!(detail["answer"]["status"], 400);
    assert!(detail["answer"]["refusal"]["code"].is_i64(), "{detail}");
    let path = format!("v25.0/1/messages?access_token={}", sandbox.token());
    reqwest::get(format!("{}/{path}", sandbox.base_url()))
        .await
        .unwrap();
    reqwest::get(format!("{}/v25.0/1?access_token=wrong", sandbox.base_url()))
        .await
        .unwrap();
    assert_eq!(get(&sandbox, "/traffic/2").await["credentials"], "right");
    assert_eq!(get(&sandbox, "/traffic/3").await["credentials"], "wrong");
    for row in 1..=3 {
        let detail = get(&sandbox, &format!("/traffic/{row}")).await.to_string();
        assert!(!detail.contains("a-very-secret-token"), "{detail}");
    }
}

#[tokio::test]
async fn s23_each_fault_leaves_a_row_that_says_what_the_client_saw() {
    let faults = [
        (Fault::error(131_056), "400"),
        (Fault::ResetBeforeRequest, "reset"),
        (Fault::ResetAfterRequest, "reset"),
        (Fault::CloseAfterRequest, "closed"),
        (Fault::TruncatedBody, "half, closed"),
        (Fault::ResetMidBody, "half, reset"),
        (Fault::NotHttp, "not HTTP"),
        (Fault::html(502), "502"),
        (Fault::OversizedBody { bytes: 200_000 }, "200"),
    ];
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    for (fault, seen) in faults {
        let named = fault.to_string();
        sandbox.fault_next(fault);
        let _ = client.try_send(&text("+16505551234", "x")).await;
        let rows = rows(&sandbox, "?kind=api&limit=1").await;
        assert_eq!(rows[0]["outcomes"][0]["text"], seen, "{named}");
        assert_eq!(rows[0]["fault"], named);
    }
}

#[tokio::test]
async fn s22_rows_are_filtered_by_kind_failure_and_text() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    client
        .try_send(&text("+16505551234", "findable"))
        .await
        .unwrap();
    client.try_send(&text("+16505551234", "")).await.unwrap();
    let count = async |query: &str| rows(&sandbox, query).await.len();
    assert_eq!(count("").await, 5);
    assert_eq!(count("?kind=api").await, 2);
    assert_eq!(count("?kind=webhook").await, 3);
    assert_eq!(count("?failed=true").await, 1);
    assert_eq!(count("?q=findable").await, 1);
    assert_eq!(count("?q=STATUS").await, 3);
    assert_eq!(count("?after=3").await, 2);
    assert_eq!(count("?before=2").await, 1);
    let first = get(&sandbox, "/traffic?limit=2").await;
    assert_eq!((&first["more"], &first["made"]), (&json!(true), &json!(5)));
    for wrong in ["?limt=2", "?before=-1", "/x", "?limit=99999999999999999999"] {
        let (status, told) = control(
            &sandbox,
            Method::GET,
            &format!("/traffic{wrong}"),
            Value::Null,
        )
        .await;
        assert_eq!(status, 400, "{wrong}");
        assert!(told["error"].is_string(), "{wrong}: {told}");
    }
}

#[tokio::test]
async fn s20_a_body_that_is_not_text_is_base64_and_a_long_answer_is_cut() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = reqwest::Client::new();
    let path = format!("{}/v25.0/1/media", sandbox.base_url());
    client
        .post(path)
        .body(vec![0xff, 0xfe])
        .send()
        .await
        .unwrap();
    let detail = get(&sandbox, "/traffic/1").await;
    assert_eq!(
        detail["body"],
        json!({"base64": "//4=", "length": 2, "cut": false})
    );
    let long = "é".repeat(1_000_000);
    let path = format!("{}/v25.0/1/messages", sandbox.base_url());
    client
        .post(path)
        .body(format!("x{long}"))
        .send()
        .await
        .unwrap();
    let body = get(&sandbox, "/traffic/2").await["body"].clone();
    assert_eq!(
        (&body["length"], &body["cut"]),
        (&json!(2_000_001), &json!(true))
    );
    assert_eq!(body["text"].as_str().map(str::len), Some(1024 * 1024 - 1));
    sandbox.fault_next(Fault::Answer {
        status: 200,
        headers: Vec::new(),
        body: "x".repeat(100_000),
    });
    Client::of(&sandbox)
        .try_send(&text("+16505551234", "x"))
        .await
        .unwrap();
    let answer = get(&sandbox, "/traffic/3").await["answer"].clone();
    assert_eq!(
        (&answer["length"], &answer["body"]["length"]),
        (&json!(100_000), &json!(65_536))
    );
}

#[tokio::test]
async fn s20_a_webhook_without_a_callback_cannot_be_posted_again() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.customer(ADA).says("Hello");
    let (status, told) = post(&sandbox, "/traffic/1/post", Value::Null).await;
    assert_eq!(status, 409, "{told}");
    let (status, _) = post(&sandbox, "/traffic/9/post", Value::Null).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn s23_one_fault_is_removed_by_its_id() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.faults([Fault::error(4), Fault::ResetAfterRequest]);
    let waiting = get(&sandbox, "/view/faults").await;
    assert_eq!(
        (&waiting[0]["sends"], &waiting[1]["sends"]),
        (&json!(false), &json!(true))
    );
    let path = format!("/faults/{}", waiting[0]["id"]);
    assert_eq!(
        control(&sandbox, Method::DELETE, &path, Value::Null)
            .await
            .0,
        204
    );
    assert_eq!(
        control(&sandbox, Method::DELETE, &path, Value::Null)
            .await
            .0,
        404
    );
    assert_eq!(sandbox.pending_faults(), [Fault::ResetAfterRequest]);
}
