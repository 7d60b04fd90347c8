//! A dry run: the request that would leave, and nothing that does.

use serde_json::{Value, json};
use uip_host::Instance;

use uip_testkit::Server;
use uip_testkit::tiny::{Inbox, KEY, configure, instance_for, tiny};

async fn dry_run(instance: &Instance, command: &str, request: Value) -> Value {
    let outcome = instance.dry_run(command, request).await.unwrap();
    serde_json::to_value(&outcome).unwrap()
}

#[tokio::test]
async fn the_request_that_would_leave_is_told_and_nothing_leaves() {
    let server = Server::answering("yes").await;
    let instance = instance_for(&server);
    let request =
        json!({ "url": format!("{}/send?x=1", server.url()), "body": "{\"b\": 1.50, \"a\": []}" });
    let outcome = instance.dry_run("fetch", request).await.unwrap();
    let host = server.url().replace("http://", "");
    assert_eq!(
        serde_json::to_string(&outcome).unwrap(),
        format!(
            "{{\"status\":\"dry-run\",\"requests\":[{{\"method\":\"POST\",\"url\":\"http://{host}/send?x=1\",\
             \"headers\":{{\"content-length\":\"20\",\"host\":\"{host}\"}},\
             \"body\":{{\"b\": 1.50, \"a\": []}}}}]}}"
        )
    );
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_body_that_is_not_json_is_text_and_without_a_body_there_is_none() {
    let server = Server::answering("yes").await;
    let instance = instance_for(&server);
    let text = json!({ "url": server.url(), "body": "plain {" });
    let text = dry_run(&instance, "fetch", text).await;
    assert_eq!(text["requests"][0]["body"], "plain {");
    let none = dry_run(&instance, "fetch", json!({ "url": server.url() })).await;
    assert_eq!(none["requests"][0]["method"], "GET");
    assert_eq!(none["requests"][0].get("body"), None);
}

#[tokio::test]
async fn what_is_told_is_one_line_whatever_the_body_holds() {
    let server = Server::answering("yes").await;
    let body = "{\r\n  \"a\": \"b\\nc\"\n}";
    let request = json!({ "url": server.url(), "body": body });
    let outcome = instance_for(&server)
        .dry_run("fetch", request)
        .await
        .unwrap();
    let line = serde_json::to_string(&outcome).unwrap();
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.contains("\"body\":{    \"a\": \"b\\nc\" }"), "{line}");
}

#[tokio::test]
async fn a_request_that_only_asks_is_told_with_the_word_that_more_may_follow() {
    let server = Server::answering("yes").await;
    let instance = instance_for(&server);
    let asks = dry_run(&instance, "fetch", json!({ "url": server.url() })).await;
    assert_eq!(
        asks["note"],
        "what the command sends after this request, if anything, depends on its answer"
    );
    let request = json!({ "url": server.url(), "body": "{}" });
    let sends = dry_run(&instance, "fetch", request).await;
    assert_eq!(sends.get("note"), None);
}

#[tokio::test]
async fn a_secret_in_the_request_is_not_shown() {
    let server = Server::answering("yes").await;
    let url = format!("{}/{KEY}", server.url());
    let body = json!({ "key": KEY }).to_string();
    let request = json!({ "url": url, "body": body });
    let shown = dry_run(&instance_for(&server), "fetch", request).await;
    assert!(!shown.to_string().contains(KEY), "{shown}");
    assert_eq!(shown["requests"][0]["body"]["key"], "[redacted]");
}

#[tokio::test]
async fn a_command_that_would_send_nothing_answers_as_always() {
    let server = Server::answering("yes").await;
    let instance = instance_for(&server);
    let greeting = dry_run(&instance, "greet", json!({ "name": "Ada" })).await;
    assert_eq!(greeting["text"], "hello, Ada");
    let elsewhere = json!({ "url": "http://elsewhere.example.com/" });
    let denied = dry_run(&instance, "fetch", elsewhere).await;
    assert_eq!(denied["status"], "failure");
    assert_eq!(denied["code"], "HttpRequestDenied");
}

#[tokio::test]
async fn the_events_of_a_dry_run_reach_nobody() {
    let inbox = Inbox::default();
    let instance = configure(&tiny()).events(inbox.sink()).build().unwrap();
    let request = json!({ "id": "e", "count": 2, "payload": "{}" });
    let outcome = dry_run(&instance, "emitThings", request.clone()).await;
    assert_eq!(outcome["count"], 2);
    assert_eq!(inbox.events().len(), 0);
    instance.call("emitThings", request).await.unwrap();
    assert_eq!(inbox.events().len(), 2);
}

#[tokio::test]
async fn a_call_after_a_dry_run_sends_again() {
    let server = Server::answering("yes").await;
    let instance = instance_for(&server);
    let request = json!({ "url": server.url(), "body": "{}" });
    dry_run(&instance, "fetch", request.clone()).await;
    let response = instance.call("fetch", request).await.unwrap();
    assert!(response.is_success());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_request_that_does_not_fit_is_a_mistake_in_a_dry_run_too() {
    let instance = configure(&tiny()).build().unwrap();
    let mistake = instance.dry_run("fetch", json!({})).await.unwrap_err();
    assert_eq!(mistake.to_string(), "url: required, but missing");
}
