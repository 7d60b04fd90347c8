//! Webhooks that are posted to a server which shares no code with the sandbox.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use http::{HeaderMap, StatusCode, Uri};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use uip_sandbox::{Attempt, AutoStatus, Customer, Sandbox, TwilioAccount, Webhook};

use super::{ADA, Client, parameter};

const TWIML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

/// One POST as it came.
#[derive(Clone)]
struct Heard {
    path: String,
    headers: HeaderMap,
    form: Vec<(String, String)>,
}

/// What the server answers: status, content type, body.
type Answer = (StatusCode, &'static str, &'static str);

#[derive(Clone)]
struct Business {
    base: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    /// Answers to come, the last first; then `TwiML` without a message.
    answers: Arc<Mutex<Vec<Answer>>>,
    task: Option<AbortHandle>,
}

impl Business {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut business = Self {
            base: format!("http://{}", listener.local_addr().unwrap()),
            heard: Arc::default(),
            answers: Arc::default(),
            task: None,
        };
        let app = Router::new()
            .fallback(post(hear))
            .with_state(business.clone());
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        business.task = Some(task.abort_handle());
        business
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    fn will_answer(&self, answer: Answer) {
        self.answers.lock().unwrap().insert(0, answer);
    }
}

impl Drop for Business {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}

async fn hear(
    State(business): State<Business>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, [(&'static str, &'static str); 1], &'static str) {
    let form = form_urlencoded::parse(&body).into_owned().collect();
    let path = uri.path_and_query().unwrap().to_string();
    let heard = Heard {
        path,
        headers,
        form,
    };
    business.heard.lock().unwrap().push(heard);
    let answer = business.answers.lock().unwrap().pop();
    let (status, content_type, body) = answer.unwrap_or((StatusCode::OK, "text/xml", TWIML));
    (status, [("content-type", content_type)], body)
}

async fn calling(url: &str, fallback: Option<String>) -> (Sandbox, Customer) {
    let account = TwilioAccount {
        webhook_url: Some(url.to_owned()),
        fallback_url: fallback,
        ..TwilioAccount::default()
    };
    let sandbox = Sandbox::builder().twilio(account).start().await.unwrap();
    let ada = sandbox
        .customer(ADA)
        .writing_to(&sandbox.twilio().number)
        .unwrap();
    (sandbox, ada)
}

async fn settled(sandbox: &Sandbox, count: usize) -> Vec<Webhook> {
    sandbox.wait_for_settled_webhooks(count).await.unwrap()
}

fn outcomes(webhook: &Webhook) -> Vec<Attempt> {
    let attempts = webhook.attempts().iter();
    attempts.map(|attempt| attempt.outcome.clone()).collect()
}

#[tokio::test]
async fn a_message_is_posted_as_a_signed_form() {
    let business = Business::start().await;
    let url = business.url("/in?b=2&a=1");
    let (sandbox, ada) = calling(&url, None).await;
    ada.says("Perché? 12 € & 1+1");
    let webhooks = settled(&sandbox, 1).await;
    assert_eq!(outcomes(&webhooks[0]), [Attempt::Answered(200)]);
    assert_eq!(webhooks[0].attempts()[0].answer, TWIML);
    assert_eq!(webhooks[0].attempts()[0].remark, None);

    let heard = &business.heard()[0];
    assert_eq!(heard.path, "/in?b=2&a=1");
    assert_eq!(heard.form, webhooks[0].parameters());
    let header = |name: &str| heard.headers[name].to_str().unwrap();
    assert_eq!(
        header("x-twilio-signature"),
        webhooks[0].signature().unwrap()
    );
    assert_eq!(
        header("x-twilio-signature"),
        sandbox.sign_webhook(&url, &heard.form)
    );
    assert_eq!(header("user-agent"), "TwilioProxy/1.1");
    assert_eq!(
        header("content-type"),
        "application/x-www-form-urlencoded; charset=UTF-8"
    );
    assert_eq!(header("i-twilio-idempotency-token").len(), 36);
}

#[tokio::test]
async fn statuses_go_to_the_url_of_the_message_before_that_of_the_sender() {
    let business = Business::start().await;
    let account = TwilioAccount {
        status_callback_url: Some(business.url("/usual")),
        ..TwilioAccount::default()
    };
    let sandbox = Sandbox::builder()
        .twilio(account)
        .auto_status(AutoStatus::Sent)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    let own = business.url("/own?ref=order%3A17");
    client
        .accepted(&[("Body", "one"), ("StatusCallback", &own)])
        .await;
    client.text("two").await;
    settled(&sandbox, 2).await;
    let paths: Vec<String> = business
        .heard()
        .into_iter()
        .map(|heard| heard.path)
        .collect();
    assert_eq!(paths, ["/own?ref=order%3A17", "/usual"]);
}

#[tokio::test]
async fn an_error_is_not_repeated_unless_the_url_asks_for_it() {
    let business = Business::start().await;
    let busy = (StatusCode::SERVICE_UNAVAILABLE, "text/plain", "busy");
    business.will_answer(busy);
    let (sandbox, ada) = calling(&business.url("/in"), None).await;
    ada.says("one");
    let webhooks = settled(&sandbox, 1).await;
    assert_eq!(outcomes(&webhooks[0]), [Attempt::Answered(503)]);

    business.will_answer(busy);
    business.will_answer(busy);
    sandbox.call_webhook(Some(&business.url("/in#rc=5&rp=all")));
    ada.says("two");
    let webhooks = settled(&sandbox, 2).await;
    let attempts = [503, 503, 200].map(Attempt::Answered);
    assert_eq!(outcomes(&webhooks[1]), attempts);
    let heard = business.heard();
    let token = |heard: &Heard| heard.headers["i-twilio-idempotency-token"].clone();
    assert_eq!(heard.len(), 4);
    assert_eq!(token(&heard[1]), token(&heard[3]));
    assert_ne!(token(&heard[0]), token(&heard[1]));
    assert!(heard.iter().all(|heard| heard.path == "/in"));
}

#[tokio::test]
async fn a_connection_that_cannot_be_made_is_tried_twice() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/in", closed.local_addr().unwrap());
    drop(closed);
    let (sandbox, ada) = calling(&url, None).await;
    ada.says("one");
    let webhooks = settled(&sandbox, 1).await;
    assert_eq!(webhooks[0].attempts().len(), 2);
    assert!(matches!(outcomes(&webhooks[0])[1], Attempt::NoAnswer(_)));
}

#[tokio::test]
async fn the_fallback_is_told_what_failed_where() {
    let business = Business::start().await;
    business.will_answer((StatusCode::INTERNAL_SERVER_ERROR, "text/plain", "oops"));
    let (primary, fallback) = (business.url("/in"), business.url("/fallback"));
    let (sandbox, ada) = calling(&primary, Some(fallback.clone())).await;
    ada.says("one");
    let webhooks = settled(&sandbox, 1).await;
    assert_eq!(outcomes(&webhooks[0]), [500, 200].map(Attempt::Answered));
    let heard = &business.heard()[1];
    assert_eq!(heard.path, "/fallback");
    for (name, value) in [
        ("ErrorCode", "11200"),
        ("ErrorUrl", primary.as_str()),
        ("Body", "one"),
    ] {
        let pair = (name.to_owned(), value.to_owned());
        assert!(heard.form.contains(&pair), "{name}");
    }
    let signature = heard.headers["x-twilio-signature"].to_str().unwrap();
    assert_eq!(signature, sandbox.sign_webhook(&fallback, &heard.form));
}

#[tokio::test]
async fn the_messages_in_an_answer_are_sent_to_the_customer() {
    let business = Business::start().await;
    let reply = "<Response><Message>Hello &amp; welcome</Message><Message><Body>A loaf</Body>\
                 <Media>https://bakery.example/a.png</Media></Message></Response>";
    business.will_answer((StatusCode::OK, "text/xml; charset=utf-8", reply));
    let (sandbox, ada) = calling(&business.url("/in"), None).await;
    ada.says("one");
    let received = ada.wait_for_received(2).await.unwrap();
    assert_eq!(received[0].body, "Hello & welcome");
    assert_eq!(
        (received[1].kind.as_str(), received[1].body.as_str()),
        ("image", "A loaf")
    );
    let message = Client::of(&sandbox).message(&received[0].id).await;
    assert_eq!(message["direction"], "outbound-reply");
    let webhooks = settled(&sandbox, 7).await;
    assert_eq!(webhooks[0].attempts()[0].answer, reply);
    assert_eq!(parameter(&webhooks[1], "MessageStatus"), "sent");
}

#[tokio::test]
async fn an_answer_that_is_not_twiml_is_an_error() {
    let business = Business::start().await;
    business.will_answer((StatusCode::OK, "application/json", "{}"));
    business.will_answer((StatusCode::OK, "text/xml", "<Response>"));
    let elsewhere = "<Response><Redirect>/elsewhere</Redirect></Response>";
    business.will_answer((StatusCode::OK, "text/xml", elsewhere));
    business.will_answer((
        StatusCode::OK,
        "text/xml",
        "<Response><Message/></Response>",
    ));
    let (sandbox, ada) = calling(&business.url("/in"), None).await;
    for (place, remark) in ["12300", "12100", "the sandbox ignores Redirect", "21619"]
        .into_iter()
        .enumerate()
    {
        ada.says("Hello");
        let webhooks = settled(&sandbox, place + 1).await;
        let attempt = &webhooks[place].attempts()[0];
        let found = attempt.remark.as_deref().unwrap();
        assert!(found.starts_with(remark), "{found}");
    }
    assert!(ada.received().is_empty());
}

#[tokio::test]
async fn what_was_collected_without_a_url_is_not_posted_later() {
    let business = Business::start().await;
    let sandbox = Sandbox::start().await.unwrap();
    let ada = sandbox
        .customer(ADA)
        .writing_to(&sandbox.twilio().number)
        .unwrap();
    ada.says("one");
    settled(&sandbox, 1).await;
    sandbox.call_webhook(Some(&business.url("/in")));
    ada.says("two");
    let webhooks = settled(&sandbox, 2).await;
    assert_eq!((webhooks[0].url(), webhooks[0].signature()), (None, None));
    assert!(webhooks[0].attempts().is_empty());
    assert_eq!(business.heard().len(), 1);
    assert_eq!(parameter(&webhooks[1], "Body"), "two");
}

#[tokio::test]
async fn a_reset_does_not_stop_later_webhooks() {
    let business = Business::start().await;
    let (sandbox, ada) = calling(&business.url("/in"), None).await;
    ada.says("one");
    settled(&sandbox, 1).await;
    sandbox.reset();
    let ada = sandbox
        .customer(ADA)
        .writing_to(&sandbox.twilio().number)
        .unwrap();
    ada.says("two");
    let webhooks = settled(&sandbox, 1).await;
    assert_eq!(outcomes(&webhooks[0]), [Attempt::Answered(200)]);
}

#[tokio::test]
async fn a_scheduled_message_leaves_while_the_clock_runs() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let client = Client::of(&sandbox);
    let service = sandbox.twilio().messaging_service_sid.clone();
    let at = super::iso_8601(sandbox.now() + 301);
    let form = [
        ("MessagingServiceSid", service.as_str()),
        ("To", super::TO_ADA),
        ("Body", "later"),
        ("ScheduleType", "fixed"),
        ("SendAt", &at),
    ];
    let (status, message) = client.create(&form).await;
    assert_eq!(status, 201, "{message}");
    // One second short of its time: the running clock does the rest.
    sandbox.advance(Duration::from_mins(5));
    let received = sandbox.customer(ADA).wait_for_received(1).await.unwrap();
    assert_eq!(received[0].body, "later");
}

#[tokio::test]
async fn the_controls_show_and_change_the_account_and_its_webhooks() {
    let sandbox = Sandbox::start().await.unwrap();
    let http = reqwest::Client::new();
    let base = format!("{}/sandbox/twilio", sandbox.base_url());
    let read = async |request: reqwest::RequestBuilder| -> Value {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    };
    let shown = read(http.get(&base)).await;
    assert_eq!(shown["accountSid"], sandbox.twilio().account_sid);
    assert_eq!(shown["authToken"], sandbox.twilio().auth_token);
    assert_eq!(shown["apiBaseUrl"], sandbox.base_url());
    assert_eq!(shown["webhookUrl"], json!(null));
    let closed = "http://127.0.0.1:9/in";
    let change = json!({"webhookUrl": closed, "statusCallbackUrl": closed});
    read(http.patch(&base).json(&change)).await;
    let shown = read(http.patch(&base).json(&json!({"statusCallbackUrl": null}))).await;
    assert_eq!(
        (&shown["webhookUrl"], &shown["statusCallbackUrl"]),
        (&json!(closed), &json!(null))
    );

    sandbox
        .customer(ADA)
        .writing_to(&sandbox.twilio().number)
        .unwrap()
        .says("Hello");
    settled(&sandbox, 1).await;
    let webhooks = read(http.get(format!("{base}/webhooks"))).await;
    assert_eq!(webhooks[0]["url"], closed);
    assert_eq!(webhooks[0]["kind"], "message");
    assert!(webhooks[0]["body"].as_str().unwrap().contains("Body=Hello"));
    assert!(webhooks[0]["signature"].is_string());
    assert!(
        webhooks[0]["attempts"][0]["outcome"]["noAnswer"].is_string(),
        "{webhooks}"
    );
    let taken = read(http.post(format!("{base}/webhooks/take"))).await;
    assert_eq!(taken, webhooks);
    let taken = read(http.post(format!("{base}/webhooks/take"))).await;
    assert_eq!(taken, json!([]));
    let contents = read(http.get(format!("{base}/contents"))).await;
    assert_eq!(contents, json!(sandbox.contents()));
}
