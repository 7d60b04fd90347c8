//! The page over HTTP: the shell, what it shows, the traffic, and the stream of changes.

mod behavior;
mod chat;
mod people;
mod shell;
mod stream;
mod templates;
mod traffic;

use serde_json::Value;
use uip_sandbox::Sandbox;

use crate::controls::get;

pub const ADA: &str = "16505551234";

/// The messages with Ada.
pub async fn messages(sandbox: &Sandbox) -> Vec<Value> {
    let chat = get(sandbox, &format!("/view/people/{ADA}/messages")).await;
    chat["messages"].as_array().unwrap().clone()
}

/// The rows of the traffic, newest first.
pub async fn rows(sandbox: &Sandbox, query: &str) -> Vec<Value> {
    let rows = get(sandbox, &format!("/traffic{query}")).await;
    rows["rows"].as_array().unwrap().clone()
}
