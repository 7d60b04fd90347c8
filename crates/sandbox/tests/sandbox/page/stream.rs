//! The stream that tells an open page what changed.

use std::time::Duration;

use reqwest::Response;
use serde_json::Value;
use uip_sandbox::Sandbox;

use super::ADA;
use crate::controls::post;

async fn open(sandbox: &Sandbox) -> Response {
    let path = format!("{}/sandbox/changes", sandbox.base_url());
    reqwest::get(path).await.unwrap()
}

/// The next event that is not a comment. A stream that stays silent fails the test.
async fn next(stream: &mut Response) -> Option<String> {
    let patience = Duration::from_secs(10);
    tokio::time::timeout(patience, event(stream))
        .await
        .expect("an event or the end")
}

async fn event(stream: &mut Response) -> Option<String> {
    loop {
        let chunk = stream.chunk().await.ok()??;
        let text = String::from_utf8_lossy(&chunk).into_owned();
        if text.contains("event:") {
            return Some(text);
        }
    }
}

#[tokio::test]
async fn s17_what_changed_is_named_without_its_content() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut stream = open(&sandbox).await;
    assert!(next(&mut stream).await.unwrap().contains("event: hello"));
    sandbox.customer(ADA).says("a secret between us");
    let news = next(&mut stream).await.unwrap();
    assert!(news.contains("{\"traffic\":1}"), "{news}");
    assert!(
        news.contains(&format!("{{\"person\":\"{ADA}\"}}")),
        "{news}"
    );
    assert!(!news.contains("secret"), "{news}");
}

#[tokio::test]
async fn s27_after_a_reset_the_page_is_told_to_read_everything_again() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut stream = open(&sandbox).await;
    let first = next(&mut stream).await.unwrap();
    post(&sandbox, "/reset", Value::Null).await;
    let second = next(&mut stream).await.unwrap();
    assert!(second.contains("event: hello"), "{second}");
    assert_ne!(first, second);
}

#[tokio::test]
async fn looking_at_the_page_changes_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.customer(ADA).says("Hello");
    let base = sandbox.base_url();
    let seq = async || crate::controls::get(&sandbox, "/view").await["seq"].clone();
    let before = seq().await;
    for path in [
        "view",
        "traffic",
        "traffic/1",
        "view/faults",
        "templates",
        "media",
        "number",
        "settings",
        "behavior",
    ] {
        reqwest::get(format!("{base}/sandbox/{path}"))
            .await
            .unwrap();
    }
    reqwest::get(format!("{base}/sandbox/view/people/{ADA}/messages"))
        .await
        .unwrap();
    assert_eq!(seq().await, before);
}

#[tokio::test]
async fn a_sandbox_ends_at_once_while_a_page_is_open() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut stream = open(&sandbox).await;
    next(&mut stream).await;
    let ended = tokio::task::spawn_blocking(move || drop(sandbox));
    tokio::time::timeout(Duration::from_secs(10), ended)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(next(&mut stream).await, None);
}
