//! A send through the host against a plain POST, to the same sandbox.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::measure::{Contestant, in_turns};
use crate::setting::Setting;
use crate::table;

const ROUNDS: usize = 2000;

const COMMAND: &str = "sendMessageText";

/// The same body as the component writes.
fn body() -> Bytes {
    let body = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+16505551234",
        "type": "text", "text": {"body": "Hello"},
    });
    Bytes::from(body.to_string())
}

pub fn run(setting: &Setting) {
    let live = setting.instance(|it| it);
    let fresh = setting.instance(|it| it.fresh_guests(true));
    let client = keep_alive();
    let request = request();
    let send = |instance| setting.time_call(instance, COMMAND, &request, "success");

    let mut found = table::compare("Sending a text: the host against a plain keep-alive POST");
    let samples = in_turns(
        ROUNDS,
        vec![
            Contestant::new("plain POST", || post(setting, &client)),
            Contestant::new("live instance", || send(&live)),
            Contestant::new("fresh instance", || send(&fresh)),
        ],
    );
    found.times(&samples);
    let ratio = |index: usize| table::ratio(samples[index].median(), samples[0].median());
    found.aim("live instance at most 1.4 × plain POST", ratio(1), 1.4, "");
}

/// Sends a text with a live instance, many times.
pub fn sends(setting: &Setting, times: u32) {
    let live = setting.instance(|it| it);
    let request = request();
    for _ in 0..times {
        setting.time_call(&live, COMMAND, &request, "success");
    }
}

/// Posts the same with a plain client, many times.
pub fn posts(setting: &Setting, times: u32) {
    let client = keep_alive();
    for _ in 0..times {
        post(setting, &client);
    }
}

fn request() -> Value {
    json!({"phoneNumber": "+16505551234", "message": "Hello"})
}

type Plain = Client<HttpConnector, Full<Bytes>>;

fn keep_alive() -> Plain {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    Client::builder(TokioExecutor::new()).build(connector)
}

fn post(setting: &Setting, client: &Plain) -> Duration {
    let sandbox = &setting.scene.sandbox;
    let request = http::Request::post(format!(
        "{}/v25.0/{}/messages",
        sandbox.base_url(),
        sandbox.phone_number_id()
    ))
    .header("authorization", format!("Bearer {}", sandbox.token()))
    .header("content-type", "application/json")
    .body(Full::new(body()))
    .expect("a request");
    let client = client.clone();
    let (took, answer) = setting.time(async move {
        let response = client.request(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        (
            head,
            body.collect().await.expect("a whole answer").to_bytes(),
        )
    });
    let (head, body) = answer;
    assert!(head.status.is_success(), "{}", head.status);
    let body: Value = serde_json::from_slice(&body).expect("JSON");
    assert!(body["messages"][0]["id"].is_string(), "{body}");
    took
}
