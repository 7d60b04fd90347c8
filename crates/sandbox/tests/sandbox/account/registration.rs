//! The number is verified, registered and deregistered.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use crate::controls::get;
use crate::support::{Client, read, text};

const ADA: &str = "+16505551234";

struct Scene {
    sandbox: Sandbox,
    client: Client,
}

impl Scene {
    async fn start(registered: bool) -> Self {
        let mut builder = Sandbox::builder().frozen_at(1_790_000_000);
        if !registered {
            builder = builder.unregistered();
        }
        let sandbox = builder.start().await.unwrap();
        let client = Client::of(&sandbox);
        Self { sandbox, client }
    }

    async fn post(&self, step: &str, body: Value) -> (u16, Value) {
        let path = format!("v25.0/{}/{step}", self.sandbox.phone_number_id());
        read(self.client.post(&path, &body).await).await
    }

    async fn done(&self, step: &str, body: Value) {
        assert_eq!(
            self.post(step, body).await,
            (200, json!({"success": true})),
            "{step}"
        );
    }

    async fn code_of(&self, step: &str, body: Value) -> i64 {
        let (status, answer) = self.post(step, body.clone()).await;
        assert_eq!(status, 400, "{step} {body}: {answer}");
        answer["error"]["code"].as_i64().unwrap()
    }
}

fn pin(pin: &str) -> Value {
    json!({"messaging_product": "whatsapp", "pin": pin})
}

#[tokio::test]
async fn a_new_number_is_verified_and_registered_before_it_can_send() {
    let scene = Scene::start(false).await;
    assert_eq!(
        scene.client.refused(&text(ADA, "x")).await.1["code"],
        133_010
    );
    assert_eq!(scene.code_of("register", pin("212834")).await, 133_006);

    scene
        .done(
            "request_code",
            json!({"code_method": "VOICE", "language": "it"}),
        )
        .await;
    let sent = scene.sandbox.verification_code().unwrap();
    assert_eq!(
        (sent.method.as_str(), sent.language.as_str()),
        ("VOICE", "it")
    );
    assert_eq!(
        get(&scene.sandbox, "/registration").await,
        json!({"verified": false, "registered": false, "pin": null, "verificationCode":
            {"code": sent.code, "method": "VOICE", "language": "it"}})
    );
    let wrong = if sent.code == "000000" {
        "000001"
    } else {
        "000000"
    };
    assert_eq!(
        scene.code_of("verify_code", json!({"code": wrong})).await,
        136_025
    );
    scene.done("verify_code", json!({"code": sent.code})).await;
    assert_eq!(
        scene
            .code_of("verify_code", json!({"code": sent.code}))
            .await,
        136_025
    );

    scene.done("register", pin("212834")).await;
    scene.client.accepted(&text(ADA, "x")).await;
    assert_eq!(scene.code_of("register", pin("212835")).await, 133_005);
}

#[tokio::test]
async fn a_number_that_is_deregistered_sends_nothing_until_it_is_registered_again() {
    let scene = Scene::start(true).await;
    scene.done("deregister", json!({})).await;
    assert_eq!(
        scene.client.refused(&text(ADA, "x")).await.1["code"],
        133_010
    );
    assert_eq!(scene.code_of("deregister", json!({})).await, 133_010);
    let path = format!("{}?fields=status", scene.sandbox.phone_number_id());
    let (_, number) = read(scene.client.get(&path).await).await;
    assert_eq!(number["status"], "PENDING");
    scene.done("register", pin("123456")).await;
    scene.client.accepted(&text(ADA, "x")).await;
}

#[tokio::test]
async fn what_cannot_be_verified_or_registered_is_refused() {
    let scene = Scene::start(true).await;
    let region =
        json!({"messaging_product": "whatsapp", "pin": "123456", "data_localization_region": "IT"});
    for (step, body, code) in [
        (
            "request_code",
            json!({"code_method": "SMS", "language": "en_US"}),
            136_024,
        ),
        (
            "request_code",
            json!({"code_method": "POST", "language": "en_US"}),
            100,
        ),
        ("request_code", json!({"code_method": "SMS"}), 100),
        ("request_code", json!({"language": "en_US"}), 100),
        ("verify_code", json!({}), 100),
        ("verify_code", json!({"code": "123456"}), 136_025),
        ("register", json!({"pin": "123456"}), 100),
        ("register", json!({"messaging_product": "whatsapp"}), 100),
        ("register", pin("12345"), 100),
        ("register", pin("12345a"), 100),
        ("register", region, 100),
    ] {
        assert_eq!(
            scene.code_of(step, body.clone()).await,
            code,
            "{step} {body}"
        );
    }
}

#[tokio::test]
async fn a_number_is_registered_ten_times_in_72_hours_at_most() {
    let scene = Scene::start(true).await;
    for _ in 0..10 {
        scene.done("register", pin("123456")).await;
    }
    assert_eq!(scene.code_of("register", pin("123456")).await, 133_016);
    assert_eq!(scene.code_of("deregister", json!({})).await, 133_016);
    scene.sandbox.advance(Duration::from_hours(72));
    scene.done("register", pin("123456")).await;
}
