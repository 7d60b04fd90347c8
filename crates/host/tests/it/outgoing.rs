//! Requests that a guest sends: where they may go, and what it learns when
//! they fail.

mod connections;
mod denied;
mod phases;
mod proxy;
mod socks;
mod tls;

use serde_json::{Value, json};
use uip_host::Instance;

use uip_testkit::tiny::call;

/// What a guest gets for a request: the response's body, or the error's code.
async fn fetch(instance: &Instance, request: Value) -> Result<Value, String> {
    let response = call(instance, "fetch", request).await;
    match response["status"].as_str() {
        Some("success") => Ok(response),
        _ => Err(response["error"].as_str().unwrap().to_owned()),
    }
}

async fn get(instance: &Instance, url: &str) -> Result<Value, String> {
    fetch(instance, json!({ "url": url })).await
}

async fn post(instance: &Instance, url: &str, body: &str) -> Result<Value, String> {
    fetch(instance, json!({ "url": url, "body": body })).await
}
