//! Notifications that are posted to a callback which shares no code with the sandbox.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::routing::get;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use uip_sandbox::{Attempt, AutoStatus, Retries, Sandbox, VerifyError};

use crate::support::{Client, read, text, updates};

const ADA: &str = "16505551234";

/// A webhook server that remembers each POST and answers as told.
struct Callback {
    url: String,
    heard: Heard,
    task: AbortHandle,
}

#[derive(Clone, Default)]
struct Heard {
    posts: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    answers: Arc<Mutex<Vec<StatusCode>>>,
}

async fn post(State(heard): State<Heard>, headers: HeaderMap, body: Bytes) -> StatusCode {
    heard.posts.lock().unwrap().push((headers, body));
    heard
        .answers
        .lock()
        .unwrap()
        .pop()
        .unwrap_or(StatusCode::OK)
}

/// Repeats the challenge if the verify token is `right`.
async fn challenge(RawQuery(query): RawQuery) -> (StatusCode, String) {
    let query = query.unwrap_or_default();
    let value = |key: &str| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value.to_owned())
    };
    match (
        value("hub.mode"),
        value("hub.verify_token"),
        value("hub.challenge"),
    ) {
        (Some(mode), Some(token), Some(challenge)) if mode == "subscribe" && token == "right" => {
            (StatusCode::OK, challenge)
        }
        _ => (StatusCode::FORBIDDEN, String::new()),
    }
}

impl Callback {
    async fn start() -> Self {
        let heard = Heard::default();
        let app = Router::new()
            .route("/hook", get(challenge).post(post))
            .route("/careless", get(|| async { "ok" }))
            .with_state(heard.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self {
            url,
            heard,
            task: task.abort_handle(),
        }
    }

    /// Answers this to the next POSTs, then 200.
    fn answers(&self, mut statuses: Vec<u16>) {
        statuses.reverse();
        *self.heard.answers.lock().unwrap() = statuses
            .into_iter()
            .map(|status| StatusCode::from_u16(status).unwrap())
            .collect();
    }

    fn posts(&self) -> Vec<(HeaderMap, Bytes)> {
        self.heard.posts.lock().unwrap().clone()
    }
}

impl Drop for Callback {
    fn drop(&mut self) {
        self.task.abort();
    }
}

const QUICK: Retries = Retries {
    attempts: 3,
    first_wait: Duration::from_millis(1),
    timeout: Duration::from_secs(5),
};

#[tokio::test]
async fn a_notification_is_posted_signed_over_the_raw_bytes() {
    let callback = Callback::start().await;
    let sandbox = Sandbox::builder()
        .callback_url(&callback.url)
        .start()
        .await
        .unwrap();
    sandbox.customer(ADA).says("perché? 👍");
    sandbox.wait_for_accepted(1).await.unwrap();

    let (headers, body) = callback.posts().remove(0);
    assert_eq!(headers["x-hub-signature-256"], sandbox.sign(&body).as_str());
    assert_eq!(headers["content-type"], "application/json");
    assert!(!headers["user-agent"].is_empty());
    let told: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(updates(&told)[0]["text"]["body"], "perché? 👍");
    assert_eq!(sandbox.take_notifications()[0].body(), &body[..]);
}

#[tokio::test]
async fn what_is_not_answered_200_is_posted_again_byte_for_byte() {
    let callback = Callback::start().await;
    callback.answers(vec![500, 202]);
    let sandbox = Sandbox::builder()
        .callback_url(&callback.url)
        .retries(QUICK)
        .start()
        .await
        .unwrap();
    sandbox.customer(ADA).says("hello");
    let accepted = sandbox.wait_for_accepted(1).await.unwrap().remove(0);
    assert_eq!(
        accepted.attempts(),
        [
            Attempt::Answered(500),
            Attempt::Answered(202),
            Attempt::Answered(200)
        ]
    );
    let posts = callback.posts();
    assert_eq!(posts.len(), 3);
    assert!(posts.iter().all(|(_, body)| body == &posts[0].1));
}

#[tokio::test]
async fn after_the_last_attempt_the_next_notification_has_its_turn() {
    let callback = Callback::start().await;
    callback.answers(vec![503, 503, 503]);
    let sandbox = Sandbox::builder()
        .callback_url(&callback.url)
        .retries(QUICK)
        .start()
        .await
        .unwrap();
    let ada = sandbox.customer(ADA);
    ada.says("lost");
    ada.says("heard");
    sandbox.wait_for_accepted(1).await.unwrap();
    let told = sandbox.take_notifications();
    assert!(!told[0].was_accepted());
    assert_eq!(told[0].attempts().len(), 3);
    assert!(told[1].was_accepted());
    assert_eq!(callback.posts().len(), 4);
}

#[tokio::test]
async fn a_callback_that_is_not_there_is_an_attempt_without_an_answer() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", gone.local_addr().unwrap());
    drop(gone);
    let sandbox = Sandbox::builder()
        .callback_url(url)
        .retries(Retries {
            attempts: 2,
            ..QUICK
        })
        .start()
        .await
        .unwrap();
    sandbox.customer(ADA).says("hello?");
    let given_up = sandbox.wait_for_settled(1).await.unwrap().remove(0);
    assert_eq!(given_up.attempts().len(), 2);
    assert!(
        given_up
            .attempts()
            .iter()
            .all(|attempt| matches!(attempt, Attempt::NoAnswer(_)))
    );

    let callback = Callback::start().await;
    sandbox.call_back(&callback.url);
    sandbox.customer(ADA).says("anybody?");
    sandbox.wait_for_accepted(1).await.unwrap();
    assert_eq!(callback.posts().len(), 1);
}

#[tokio::test]
async fn a_batch_that_does_not_fill_is_posted_after_a_moment() {
    let callback = Callback::start().await;
    let sandbox = Sandbox::builder()
        .callback_url(&callback.url)
        .batch(2, 50)
        .auto_status(AutoStatus::Read)
        .start()
        .await
        .unwrap();
    Client::of(&sandbox)
        .accepted(&text("+16505551234", "x"))
        .await;
    let accepted = sandbox.wait_for_accepted(1).await.unwrap();
    assert_eq!(updates(&accepted[0].json()).len(), 3);
}

#[tokio::test]
async fn the_callback_must_repeat_the_challenge() {
    let callback = Callback::start().await;
    let with = |url: String, token: &'static str| async move {
        let sandbox = Sandbox::builder()
            .callback_url(url)
            .verify_token(token)
            .start()
            .await
            .unwrap();
        sandbox.verify_callback().await
    };
    assert_eq!(with(callback.url.clone(), "right").await, Ok(()));
    assert_eq!(
        with(callback.url.clone(), "wrong & more").await,
        Err(VerifyError::Status(403))
    );
    let careless = callback.url.replace("/hook", "/careless");
    assert_eq!(with(careless, "right").await, Err(VerifyError::Challenge));
    let sandbox = Sandbox::start().await.unwrap();
    assert_eq!(
        sandbox.verify_callback().await,
        Err(VerifyError::NoCallback)
    );
}

#[tokio::test]
async fn a_client_subscribes_its_own_callback_with_the_apps_token() {
    let callback = Callback::start().await;
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.customer(ADA).says("before");
    let mut client = Client::of(&sandbox);
    let path = format!(
        "oauth/access_token?grant_type=client_credentials&client_id={}&client_secret={}",
        sandbox.app_id(),
        sandbox.app_secret()
    );
    let token: Value = client.get(&path).await.unwrap().json().await.unwrap();
    token["access_token"]
        .as_str()
        .unwrap()
        .clone_into(&mut client.token);

    let subscribe = |token: &str| {
        json!({"object": "whatsapp_business_account", "callback_url": callback.url,
               "verify_token": token, "fields": "messages"})
    };
    let path = format!("v25.0/{}/subscriptions", sandbox.app_id());
    let refused = client.post(&path, &subscribe("wrong")).await.unwrap();
    assert_eq!(refused.status(), 400);
    let done: Value = client
        .post(&path, &subscribe("right"))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(done, json!({"success": true}));

    sandbox.customer(ADA).says("after");
    sandbox.wait_for_accepted(1).await.unwrap();
    let posts = callback.posts();
    assert_eq!(posts.len(), 1);
    assert!(String::from_utf8_lossy(&posts[0].1).contains("after"));
}

#[tokio::test]
async fn the_account_and_the_number_can_have_a_callback_of_their_own() {
    for of_account in [true, false] {
        let callback = Callback::start().await;
        let sandbox = Sandbox::start().await.unwrap();
        let own = json!({"override_callback_uri": callback.url, "verify_token": "right"});
        let (path, body) = if of_account {
            (
                format!("{}/subscribed_apps", sandbox.business_account_id()),
                own,
            )
        } else {
            (
                sandbox.phone_number_id().to_owned(),
                json!({"webhook_configuration": own}),
            )
        };
        let done = Client::of(&sandbox).post(&path, &body).await.unwrap();
        assert_eq!(done.status(), 200);
        sandbox.customer(ADA).says("hello");
        sandbox.wait_for_accepted(1).await.unwrap();
        assert_eq!(callback.posts().len(), 1);
    }
}

#[tokio::test]
async fn an_override_is_verified_used_and_removed_again() {
    let of_app = Callback::start().await;
    let of_account = Callback::start().await;
    let sandbox = Sandbox::builder()
        .callback_url(&of_app.url)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let path = format!("{}/subscribed_apps", sandbox.business_account_id());
    let configuration = || async {
        let path = format!("{}?fields=webhook_configuration", sandbox.phone_number_id());
        read(client.get(&path).await).await.1["webhook_configuration"].take()
    };
    for wrong in [
        json!({"override_callback_uri": of_account.url, "verify_token": "wrong"}),
        json!({"override_callback_uri": of_account.url}),
        json!({"override_callback_uri": "http://127.0.0.1:1/none", "verify_token": "right"}),
    ] {
        assert_eq!(client.post(&path, &wrong).await.unwrap().status(), 400);
    }
    assert_eq!(configuration().await, json!({"application": of_app.url}));

    let own = json!({"override_callback_uri": of_account.url, "verify_token": "right"});
    assert_eq!(client.post(&path, &own).await.unwrap().status(), 200);
    assert_eq!(
        configuration().await,
        json!({"application": of_app.url, "whatsapp_business_account": of_account.url})
    );
    sandbox.customer(ADA).says("to the account");
    sandbox.wait_for_accepted(1).await.unwrap();
    assert_eq!((of_account.posts().len(), of_app.posts().len()), (1, 0));

    assert_eq!(client.post(&path, &json!({})).await.unwrap().status(), 200);
    sandbox.customer(ADA).says("to the app");
    sandbox.wait_for_accepted(2).await.unwrap();
    assert_eq!((of_account.posts().len(), of_app.posts().len()), (1, 1));
}

#[tokio::test]
async fn what_happens_without_a_subscription_is_not_posted_later() {
    let callback = Callback::start().await;
    let sandbox = Sandbox::builder()
        .callback_url(&callback.url)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let path = format!("{}/subscribed_apps", sandbox.business_account_id());
    let gone = read(client.delete(&path, &Value::Null).await).await;
    assert_eq!(gone, (200, json!({"success": true})));
    let (_, listed) = read(client.get(&path).await).await;
    assert_eq!(listed, json!({"data": []}));
    sandbox.customer(ADA).says("lost");
    assert_eq!(sandbox.notifications().len(), 1);

    assert_eq!(client.post(&path, &json!({})).await.unwrap().status(), 200);
    sandbox.customer(ADA).says("heard");
    sandbox.wait_for_accepted(1).await.unwrap();
    let posts = callback.posts();
    assert_eq!(posts.len(), 1);
    assert!(String::from_utf8_lossy(&posts[0].1).contains("heard"));
}
