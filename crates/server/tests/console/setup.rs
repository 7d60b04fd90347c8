//! The steps of a set-up, and what else the console tells of the server.

use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::support::host::{Host, deliver_messages};
use crate::support::receiver::{Manner, Receiver};
use crate::support::until;
use crate::{TOKEN, get, post, request, settings};

async fn webhook(host: &Host) -> Value {
    get(host, "setup").await["webhooks"][0].clone()
}

#[tokio::test]
async fn a_webhook_shows_when_it_was_confirmed_when_it_received_and_what_was_refused() {
    let host = Host::start(&settings("")).await;
    let before = webhook(&host).await;
    assert_eq!(
        (&before["askedAt"], &before["receivedAt"]),
        (&json!(null), &json!(null))
    );
    let url = format!("http://{}/wfe/api/advancedwebhook/shop", host.address());
    let check = "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=shop";
    let client = Client::new();
    client.get(format!("{url}{check}")).send().await.unwrap();
    client.post(&url).body("{}").send().await.unwrap();
    host.receives(&["m1"], "1").await;
    let after = webhook(&host).await;
    assert!(
        after["askedAt"].is_i64() && after["receivedAt"].is_i64(),
        "{after}"
    );
    assert_eq!(after["lastRefusal"]["reason"], "wrong-signature");
    assert!(
        after["lastRefusal"]["advice"]
            .as_str()
            .unwrap()
            .contains("App Secret")
    );
    let refusals = get(&host, "refusals").await;
    assert_eq!(refusals["refusals"][0]["reason"], "wrong-signature");
    assert_eq!(refusals["refusals"][0]["trigger"], "shop");
}

#[tokio::test]
async fn the_verify_token_is_told_to_those_who_may_act_and_ask_for_it() {
    let host = Host::start(&settings("")).await;
    let (status, answer) = post(&host, "setup/verify-token", &json!({ "trigger": "shop" })).await;
    assert_eq!((status, &answer["verifyToken"]), (200, &json!("shop")));
    let (status, _) = post(&host, "setup/verify-token", &json!({ "trigger": "none" })).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_test_goes_to_the_receiver_once_and_is_marked_and_not_kept() {
    let receiver = Receiver::start().await;
    let host = Host::start(&settings(&deliver_messages("n8n", &receiver.url(), ""))).await;
    let (_, answer) = post(&host, "setup/receiver", &json!({ "trigger": "n8n" })).await;
    assert_eq!(answer["delivered"], true, "{answer}");
    let got = receiver.took();
    assert!(got[0].id().starts_with("test-"), "{:?}", got[0].id());
    assert_eq!(got[0].header("idempotency-key"), got[0].id());
    assert_eq!(got[0].body["properties"], json!({ "test": true }));
    host.receives(&["m1"], "1").await;
    until("the event is delivered", async || receiver.count() == 2).await;
    let seq = get(&host, "events").await["events"][0]["seq"].clone();
    let body = json!({ "trigger": "n8n", "seq": seq });
    let (_, answer) = post(&host, "setup/receiver", &body).await;
    assert_eq!(answer["delivered"], true, "{answer}");
    let got = receiver.took();
    assert!(got[2].id().starts_with("test-"));
    assert_eq!(got[2].body["properties"], got[1].body["properties"]);
    receiver.be(Manner::Answer(http::StatusCode::BAD_GATEWAY));
    let (_, answer) = post(&host, "setup/receiver", &json!({ "trigger": "n8n" })).await;
    assert_eq!(answer["delivered"], false);
    assert!(
        answer["error"].as_str().unwrap().contains("502"),
        "{answer}"
    );
    assert_eq!(
        get(&host, "events").await["events"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn commands_are_called_with_the_tokens_of_the_console() {
    let host = Host::start(&settings("")).await;
    let call = request(&host, Method::POST, "/adapters/shop/commands/process");
    let body = json!({ "notification": "{\"events\":[]}" });
    let answer = call.bearer_auth(TOKEN).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(host.adapters.calls(), 1);
}

#[tokio::test]
async fn health_and_throughput_say_what_ready_and_metrics_say() {
    let host = Host::start(&settings("")).await;
    host.receives(&["m1", "m2"], "1").await;
    until("the events are counted", async || {
        get(&host, "throughput").await["totals"]["events"] == 2.0
    })
    .await;
    let totals = get(&host, "throughput").await["totals"].clone();
    assert_eq!(totals["notifications"], 1.0);
    let commands = host.metric("uip_command_duration_seconds_count{").await;
    assert_eq!(totals["commands"].as_f64(), commands);
    let health = get(&host, "health").await;
    assert_eq!(
        (&health["ready"], &health["reason"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(health["waiting"]["failed"], 0);
}

#[tokio::test]
async fn changes_are_told_and_a_shutdown_does_not_wait_for_who_listens() {
    let host = Host::start(&settings("")).await;
    let stream = request(&host, Method::GET, "/console/api/changes").bearer_auth(TOKEN);
    let mut stream = stream.send().await.unwrap();
    let mut heard = String::new();
    let mut wait_for = async |word: &str| {
        while !heard.contains(word) {
            let chunk = stream.chunk().await.unwrap().expect("the stream goes on");
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    wait_for("event: hello").await;
    host.receives(&["m1"], "1").await;
    wait_for("\"notifications\"").await;
    wait_for("\"events\"").await;
    assert!(!heard.contains("m1"), "{heard}");
    // It would wait for twenty seconds, and then say that it cut requests.
    let stopped = tokio::time::timeout(std::time::Duration::from_secs(10), host.stop());
    stopped.await.expect("the shutdown does not wait");
    while let Some(chunk) = stream.chunk().await.unwrap() {
        heard.push_str(&String::from_utf8_lossy(&chunk));
    }
}
