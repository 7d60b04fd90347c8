//! The console: who gets in, what it tells, and what it changes.

#[path = "../support/mod.rs"]
mod support;

mod access;
mod actions;
mod lists;
mod pages;
mod setup;

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use support::host::Host;

/// The token that allows to act, and the one that allows to look.
const TOKEN: &str = "a token of the test";
const READ_TOKEN: &str = "a token to look only";

/// Settings with a console.
fn settings(more: &str) -> String {
    format!(
        "[console]\nlisten = \"127.0.0.1:0\"\ntoken = {{ env = \"TOKEN\" }}\n\
         readToken = {{ env = \"READ_TOKEN\" }}\nhosts = [\"console.example\"]\n{more}"
    )
}

/// A request to the console, without a token.
fn request(host: &Host, method: Method, path: &str) -> RequestBuilder {
    let address = host.running.console_addr().unwrap();
    Client::new().request(method, format!("http://{address}{path}"))
}

async fn asked(host: &Host, path: &str) -> Response {
    let request = request(host, Method::GET, &format!("/console/api/{path}"));
    request.bearer_auth(TOKEN).send().await.unwrap()
}

/// What a path answers, which is well.
async fn get(host: &Host, path: &str) -> Value {
    let answer = asked(host, path).await;
    let status = answer.status();
    let text = answer.text().await.unwrap();
    assert_eq!(status, 200, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// The status and the answer of an action.
async fn post(host: &Host, path: &str, body: &Value) -> (u16, Value) {
    let request = request(host, Method::POST, &format!("/console/api/{path}"));
    let answer = request.bearer_auth(TOKEN).json(body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}
