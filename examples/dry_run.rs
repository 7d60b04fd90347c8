//! Shows what a command would send, without sending it: for previews, for tests of a
//! flow, and to check a configuration.
//!
//! The adapter runs as always, and the host keeps its request instead of sending it.
//! Secrets are redacted. It needs neither an account nor the sandbox. Run it in the
//! repository's root, after `cargo xtask build`:
//!
//! ```sh
//! cargo run -p uip-examples --bin dry_run
//! ```

use std::error::Error;

use serde_json::json;
use uip_host::{Adapter, DryRun, Host};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let component = "target/wasm32-wasip2/component/whatsapp.wasm";
    let host = Host::new()?;
    let adapter = Adapter::from_files(&host, component, "adapter.json")?;
    let whatsapp = adapter
        .configure("whatsapp")
        .property("authenticationToken", "a-token-that-no-request-will-carry")
        .property("phoneNumberId", "106540352242922")
        .property("apiVersion", "v25.0")
        .property("apiBaseUrl", std::env::var("WHATSAPP_API_BASE_URL").ok())
        .build()?;

    for phone_number in ["+16505551234", "650 555"] {
        let request = json!({ "phoneNumber": phone_number, "message": "Your table is ready." });
        match whatsapp.dry_run("sendMessageText", request).await? {
            DryRun::Requests(requests) => {
                for request in requests {
                    println!("{}", serde_json::to_string_pretty(&request)?);
                }
            }
            // The command would fail before it sends anything.
            DryRun::Answer(answer) => println!("{}", answer.into_json()),
            // More outcomes may be added.
            _ => {}
        }
    }
    Ok(())
}
