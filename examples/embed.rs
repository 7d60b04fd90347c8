//! Calls a command from Rust, with types of your own for request and answer.
//!
//! Run it against the sandbox, in the repository's root (see `examples/README.md`):
//!
//! ```sh
//! cargo run -p uip-examples --bin embed
//! ```

use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use uip_host::{Adapter, Event, Host, Refusal};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Text<'t> {
    phone_number: &'t str,
    message: &'t str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    message_id: String,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let component = "target/wasm32-wasip2/component/whatsapp.wasm";
    let host = Host::new()?;
    let adapter = Adapter::from_files(&host, component, "adapter.json")?;
    let whatsapp = adapter
        .configure("whatsapp")
        .property("authenticationToken", env("WHATSAPP_AUTHENTICATION_TOKEN")?)
        .property("phoneNumberId", env("WHATSAPP_PHONE_NUMBER_ID")?)
        .property("apiVersion", "v25.0")
        // Not set, it is Meta's own address.
        .property("apiBaseUrl", env("WHATSAPP_API_BASE_URL").ok())
        .events(|event: Event| async move {
            // Store the event before you return `Ok`: the adapter counts on it.
            println!("{} {}", event.name, event.payload);
            Ok::<(), Refusal>(())
        })
        .build()?;

    let text = Text {
        phone_number: "+16505551234",
        message: "Your table is ready.",
    };
    match whatsapp.call_typed::<Sent>("sendMessageText", &text).await {
        Ok(sent) => println!("sent as {}", sent.message_id),
        Err(error) if error.is_retryable() => {
            eprintln!("not sent, try again later: {error}");
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => {
            // For example: permanent-failure (131030): WhatsApp rejected …
            eprintln!("failed: {error}");
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The value of an environment variable, or its name in the error.
fn env(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}
