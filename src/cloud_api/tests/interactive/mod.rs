//! Messages to tap on: what is sent, and which fields go together.

mod buttons;
pub mod link_and_flow;
mod list;

use serde_json::Value;

use crate::cloud_api::Interactive;
use uip_kit::CommandError;

fn sent(interactive: Result<Interactive, CommandError>) -> Value {
    serde_json::from_str(interactive.unwrap().json()).unwrap()
}
