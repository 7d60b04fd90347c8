//! A customer writes, and is answered.

use uip_sandbox::Sandbox;

use super::engine::{Engine, until};
use super::server::Site;

#[tokio::test]
async fn a_customer_who_writes_gets_the_answer_of_a_flow() {
    let sandbox = Sandbox::builder()
        .verify_token("whatsapp")
        .start()
        .await
        .expect("a free port");
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    let server = site.serve();
    engine.answer_at(server.url(""));

    sandbox.call_back(&server.callback());
    sandbox.verify_callback().await.expect("the challenge back");
    let ada = sandbox.customer("393331234567");
    let id = ada.says("Is there any rye left? 🍞");
    let received = ada.wait_for_received(1).await.expect("an answer");

    assert_eq!(received[0].body, "You said: Is there any rye left? 🍞");
    until("the flow has taken the event", || {
        !engine.of("customer_message").is_empty()
    })
    .await;
    let messages = engine.of("customer_message");
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].key, id);
    assert_eq!(messages[0].event["adapter"], "whatsapp");
    assert_eq!(messages[0].event["eventId"], id.as_str());
    // The statuses of the answer come back as events too.
    until("three statuses", || engine.of("status_changed").len() == 3).await;
    assert_eq!(engine.answered()[0]["messageId"], received[0].id.as_str());
    assert_eq!(server.terminate().code(), Some(0));
    let logged = site.logged();
    assert!(
        !logged.contains("rye") && !logged.contains(sandbox.token()),
        "{logged}"
    );
}

#[tokio::test]
async fn a_wrong_signature_is_refused_and_nothing_is_stored() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    let server = site.serve();
    sandbox.customer("393331234567").says("Hello");
    let notification = sandbox.take_notifications().remove(0);

    let right = notification.signature().to_owned();
    let other = sandbox.sign(b"something else");
    let upper = right.replace("sha256=", "sha1=");
    for signature in [None, Some(""), Some(other.as_str()), Some(upper.as_str())] {
        let mut request = reqwest::Client::new()
            .post(server.callback())
            .body(notification.body().to_vec());
        if let Some(signature) = signature {
            request = request.header("X-Hub-Signature-256", signature);
        }
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 401, "{signature:?}");
        let text = answer.text().await.expect("text");
        assert!(
            !text.contains(right.trim_start_matches("sha256=")),
            "{text}"
        );
    }
    assert_eq!(site.json(&["notifications", "list"]), serde_json::json!([]));
    let (_, metrics) = server.get("/metrics").await;
    assert!(
        metrics
            .lines()
            .any(|line| line.starts_with("uip_requests_refused_total{") && line.ends_with(" 4")),
        "{metrics}"
    );
    assert!(engine.deliveries().is_empty());
}
