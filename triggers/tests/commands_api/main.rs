//! The commands API over real HTTP, in front of an adapter that sends nothing.

mod fake;

use std::sync::Arc;
use std::time::Duration;

use axum::middleware::{self, Next};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use uip_triggers::Secret;
use uip_triggers::commands_api::{Limits, router_with};

use fake::FakeAdapters;

const TOKEN: &str = "a-token-of-the-tests";
const TEXT: &str = "/adapters/milan/commands/sendMessageText";

/// Tells when it is dropped.
struct TellsDrop(Arc<Notify>);

impl Drop for TellsDrop {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

struct Api {
    /// Told when a request is answered, or its caller is gone.
    answered: Arc<Notify>,
    address: std::net::SocketAddr,
    adapters: Arc<FakeAdapters>,
    client: reqwest::Client,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Api {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Api {
    async fn start() -> Self {
        Self::with(Limits::default()).await
    }

    async fn with(limits: Limits) -> Self {
        let manifest = include_str!("../../../adapter.json");
        let manifest: Value = serde_json::from_str(manifest).unwrap();
        let adapters = Arc::new(FakeAdapters::new(&["milan", "rome"], &manifest));
        let router = router_with(Arc::clone(&adapters) as _, Secret::new(TOKEN), limits);
        let answered = Arc::new(Notify::new());
        let told = Arc::clone(&answered);
        let router = router.layer(middleware::from_fn(move |request, next: Next| {
            let tells = TellsDrop(Arc::clone(&told));
            async move {
                let response = next.run(request).await;
                drop(tells);
                response
            }
        }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            answered,
            address,
            adapters,
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            server,
        }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("http://{}{path}", self.address);
        self.client.request(method, url).bearer_auth(TOKEN)
    }

    async fn post(&self, path: &str, request: &Value) -> Response {
        let request = self.request(Method::POST, path).json(request);
        request.send().await.unwrap()
    }

    async fn say(&self, message: &str) -> Response {
        let request = json!({ "phoneNumber": "+39 333 1234567", "message": message });
        self.post(TEXT, &request).await
    }

    fn calls(&self) -> Vec<(String, String, Value)> {
        self.adapters.calls.lock().unwrap().clone()
    }
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    let value = response.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

/// Checks the status and the form of a refusal, and gives its `code`.
async fn refused(response: Response, status: StatusCode) -> String {
    assert_eq!(response.status(), status);
    let json: Value = response.json().await.unwrap();
    assert_eq!(json["status"], "failure", "{json}");
    assert_eq!(json["failure"], "execution-failed", "{json}");
    assert!(json["retryable"].is_boolean(), "{json}");
    let error = json["error"].as_str().unwrap();
    assert!(error.contains("nothing was sent"), "{error}");
    json["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_command_is_called_on_the_instance_in_the_path_and_its_answer_comes_back_as_it_is() {
    let api = Api::start().await;
    let request = json!({ "phoneNumber": "+39 333 1234567", "message": "hello" });
    let path = "/adapters/rome/commands/sendMessageText";
    let response = api.post(path, &request).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "application/json");
    assert_eq!(
        response.text().await.unwrap(),
        r#"{"status":"success","messageId":"fake.1"}"#
    );
    let called = ("rome".to_owned(), "sendMessageText".to_owned(), request);
    assert_eq!(api.calls(), [called]);
}

#[tokio::test]
async fn a_failure_for_good_is_422_and_an_unknown_outcome_424_and_neither_asks_to_come_again() {
    let api = Api::start().await;
    for (message, status, failure) in [
        ("fail", 422, "permanent-failure"),
        ("unknown", 424, "permanent-unknown-outcome"),
        ("crash late", 424, "execution-failed"),
        ("panic", 424, "execution-failed"),
    ] {
        let response = api.say(message).await;
        assert_eq!(response.status().as_u16(), status, "{message}");
        assert_eq!(header(&response, "retry-after"), "", "{message}");
        let json: Value = response.json().await.unwrap();
        assert_eq!(json["failure"], failure, "{message}");
        assert_eq!(json["retryable"], false, "{message}");
    }
}

#[tokio::test]
async fn a_failure_for_now_is_503_and_says_when_to_come_again() {
    let api = Api::start().await;
    for (message, wait) in [("busy", "17"), ("crash early", "5")] {
        let response = api.say(message).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(header(&response, "retry-after"), wait, "{message}");
        let json: Value = response.json().await.unwrap();
        assert_eq!(json["retryable"], true, "{message}");
    }
}

#[tokio::test]
async fn every_mistake_in_a_request_is_told() {
    let api = Api::start().await;
    let response = api.post(TEXT, &json!({ "mesage": "hello" })).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let json: Value = response.json().await.unwrap();
    let expected = json!({
        "status": "failure",
        "failure": "execution-failed",
        "retryable": false,
        "code": "invalid-request",
        "error": "the request does not fit `sendMessageText`: phoneNumber: required, but missing; \
                  message: required, but missing; mesage: unknown (nothing was sent)",
        "mistakes": [
            "phoneNumber: required, but missing",
            "message: required, but missing",
            "mesage: unknown"
        ],
    });
    assert_eq!(json, expected);
}

#[tokio::test]
async fn nothing_is_called_with_a_body_that_is_no_json_object_in_time_and_size() {
    let api = Api::with(Limits {
        max_body: 1000,
        ..Limits::default()
    })
    .await;
    let send = async |content_type: &str, body: String| {
        let request = api.request(Method::POST, TEXT).body(body);
        let request = request.header("content-type", content_type);
        request.send().await.unwrap()
    };
    let json = "application/json";
    for (content_type, body, status, code) in [
        (json, String::new(), 400, "not-json"),
        (json, "{\"a\":".to_owned(), 400, "not-json"),
        (json, "\u{feff}{}".to_owned(), 400, "not-json"),
        (json, "[".repeat(999), 400, "not-json"),
        (json, "[1]".to_owned(), 400, "invalid-request"),
        (json, " ".repeat(1001), 413, "too-large"),
        (json, " ".repeat(3 << 20), 413, "too-large"),
        ("text/plain", "{}".to_owned(), 415, "wrong-content-type"),
        (
            "application/x-www-form-urlencoded",
            "a=b".to_owned(),
            415,
            "wrong-content-type",
        ),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        let response = send(content_type, body.clone()).await;
        assert_eq!(refused(response, status).await, code, "{content_type}");
    }
    assert_eq!(api.calls(), []);
}

#[tokio::test]
async fn a_body_of_endless_chunks_is_refused_and_the_connection_closed() {
    let api = Api::start().await;
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let head = format!(
        "POST {TEXT} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let writer = tokio::spawn(async move {
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
        while write.write_all(chunk.as_bytes()).await.is_ok() {}
    });
    let mut answer = [0; 12];
    read.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    // It ends because the other side closes.
    writer.await.unwrap();
    assert_eq!(api.say("still there").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_stalls_is_refused() {
    let api = Api::with(Limits {
        body_timeout: Duration::from_millis(50),
        ..Limits::default()
    })
    .await;
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let start = format!(
        "POST {TEXT} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    stream.write_all(start.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert_eq!(api.calls(), []);
}

#[tokio::test]
async fn an_unknown_name_is_404_with_what_was_perhaps_meant() {
    let api = Api::start().await;
    for (path, code, hint) in [
        (
            "/adapters/milano/commands/x",
            "unknown-adapter",
            "there is no adapter `milano`; did you mean `milan`?",
        ),
        (
            "/adapters/%2e%2e%2f/commands/x",
            "unknown-adapter",
            "there is no adapter `../`",
        ),
        (
            "/adapters/%ff/commands/x",
            "unknown-adapter",
            "there is no adapter `?`",
        ),
        (
            "/adapters/milan/commands/sendMesageText",
            "unknown-command",
            "`milan` has no command `sendMesageText`; did you mean `sendMessageText`?",
        ),
        (
            "/adapters/milan/commands/zzz",
            "unknown-command",
            "`milan` has no command `zzz`",
        ),
    ] {
        let response = api.post(path, &json!({})).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        let json: Value = response.json().await.unwrap();
        assert_eq!(json["code"], code, "{path}");
        assert_eq!(json["error"], format!("{hint} (nothing was sent)"));
    }
}

#[tokio::test]
async fn a_query_parameter_nobody_knows_is_refused_before_anything_is_sent() {
    let api = Api::start().await;
    let request = json!({ "phoneNumber": "+39", "message": "hello" });
    let response = api.post(&format!("{TEXT}?dryRun=true"), &request).await;
    assert_eq!(
        refused(response, StatusCode::BAD_REQUEST).await,
        "invalid-request"
    );
    assert_eq!(api.calls(), []);
}

#[tokio::test]
async fn another_method_is_405_and_the_right_one_is_named() {
    let api = Api::start().await;
    for (method, path, allowed) in [
        (Method::GET, TEXT, "POST"),
        (Method::PUT, TEXT, "POST"),
        (Method::POST, "/openapi.json", "GET, HEAD"),
    ] {
        let response = api.request(method, path).send().await.unwrap();
        let all: Vec<_> = response.headers().get_all("allow").iter().collect();
        assert_eq!(all, [allowed]);
        let code = refused(response, StatusCode::METHOD_NOT_ALLOWED).await;
        assert_eq!(code, "wrong-method");
    }
}

#[tokio::test]
async fn without_the_token_there_is_neither_a_call_nor_a_hint_of_what_there_is() {
    let api = Api::start().await;
    for (method, path) in [
        (Method::POST, TEXT),
        (Method::POST, "/adapters/nobody/commands/x"),
        (Method::DELETE, TEXT),
        (Method::GET, "/openapi.json"),
    ] {
        for token in [None, Some("wrong"), Some(""), Some("a-token-of-the-test")] {
            let url = format!("http://{}{path}", api.address);
            let mut request = api.client.request(method.clone(), url).json(&json!({}));
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let response = request.send().await.unwrap();
            assert_eq!(header(&response, "www-authenticate"), "Bearer");
            assert!(!format!("{response:?}").contains(TOKEN));
            let code = refused(response, StatusCode::UNAUTHORIZED).await;
            assert_eq!(code, "unauthorized");
        }
    }
    assert_eq!(api.calls(), []);
}

/// Clients keep connections, and do not repeat a POST that met a closed one.
#[tokio::test]
async fn a_connection_goes_on_after_a_refusal_whose_body_came_late() {
    let api = Api::start().await;
    for (path, token) in [
        (TEXT, "wrong"),
        ("/adapters/nobody/commands/x", TOKEN),
        ("/openapi.json", TOKEN),
    ] {
        let mut stream = TcpStream::connect(api.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let request = |more| {
            format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
                 content-length: 2\r\n{more}\r\n"
            )
        };
        for _ in 0..20 {
            stream.write_all(request("").as_bytes()).await.unwrap();
            tokio::task::yield_now().await;
            stream.write_all(b"{}").await.unwrap();
        }
        let last = request("connection: close\r\n") + "{}";
        stream.write_all(last.as_bytes()).await.unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).await.unwrap();
        assert_eq!(answers.matches("HTTP/1.1 40").count(), 21, "{path}");
    }
}

#[tokio::test]
async fn a_client_that_asks_before_it_sends_a_body_nobody_wants_is_not_asked_for_it() {
    let api = Api::start().await;
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let head = format!(
        "POST {TEXT} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
         expect: 100-continue\r\ncontent-length: 100\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
}

#[tokio::test]
async fn no_other_site_may_read_answers() {
    let api = Api::start().await;
    let request = api.request(Method::OPTIONS, TEXT);
    let request = request.header("origin", "https://example.com");
    let response = request.send().await.unwrap();
    assert_eq!(header(&response, "access-control-allow-origin"), "");
}

#[tokio::test]
async fn one_call_too_many_is_503_and_there_is_room_again_after_it() {
    let api = Api::with(Limits {
        max_calls: 1,
        ..Limits::default()
    })
    .await;
    // The head of a request takes the place, before its body is there.
    let body = json!({ "phoneNumber": "+39", "message": "hello" }).to_string();
    let mut stream = TcpStream::connect(api.address).await.unwrap();
    let head = format!(
        "POST {TEXT} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\nconnection: close\r\n\
         content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server asks for the body once it holds the place.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");

    let response = api.say("hello").await;
    assert_eq!(header(&response, "retry-after"), "5");
    let code = refused(response, StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(code, "overloaded");

    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(api.say("hello").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_call_ends_even_if_its_caller_goes_away() {
    let api = Api::start().await;
    let request = json!({ "phoneNumber": "+39", "message": "wait" });
    let request = api.request(Method::POST, TEXT).json(&request);
    let caller = tokio::spawn(request.send());
    api.adapters.begun.notified().await;
    caller.abort();
    // The server has noticed once it has dropped what answers the caller.
    api.answered.notified().await;
    assert_eq!(api.calls(), []);
    api.adapters.gate.add_permits(1);
    while api.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(api.calls()[0].2["message"], "wait");
}

#[tokio::test]
async fn the_document_describes_every_instance_and_command_and_is_the_same_each_time() {
    let api = Api::start().await;
    let get = async || {
        let request = api.request(Method::GET, "/openapi.json");
        let response = request.send().await.unwrap();
        assert_eq!(header(&response, "content-type"), "application/json");
        response.text().await.unwrap()
    };
    let (first, second) = (get().await, get().await);
    assert_eq!(first, second);
    let document: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    for instance in ["milan", "rome"] {
        for command in api.commands() {
            let path = format!("/adapters/{instance}/commands/{command}");
            assert!(document["paths"][&path]["post"].is_object(), "{path}");
        }
    }
    let image = "/components/schemas/WhatsappSendMessageTextTemplateRequest/properties/header\
                 /properties/image/properties/link/type";
    assert_eq!(document.pointer(image).unwrap(), "string");
}

impl Api {
    fn commands(&self) -> Vec<String> {
        use uip_triggers::Adapters as _;
        let infos = self.adapters.adapters();
        infos[0].commands().map(str::to_owned).collect()
    }
}
