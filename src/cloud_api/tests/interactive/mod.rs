//! Messages to tap on: what is sent, and which fields go together.

mod buttons;
pub mod carousel;
pub mod catalogue;
mod contact_request;
pub mod link_and_flow;
mod list;

use serde_json::Value;

use crate::cloud_api::{Interactive, Refusal, tests::json};

fn sent(interactive: Result<Interactive, Refusal>) -> Value {
    json(&interactive.unwrap())
}
