//! Serves several numbers with one component: it is loaded and compiled once, and
//! configured once for each number.
//!
//! Each number has its own properties, hosts and guests, so none can read what another
//! has in memory. All of them share one sink; an event's `adapter` says whose it is.
//!
//! Run it against two sandboxes, in the repository's root (see `examples/README.md`):
//!
//! ```sh
//! target/release/uip-sandbox --listen 127.0.0.1:8591 --phone-number-id 100000000000002
//! cargo run -p uip-examples --bin many_numbers -- \
//!     milan=100000000000001@http://127.0.0.1:8590 \
//!     rome=100000000000002@http://127.0.0.1:8591
//! ```

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::json;
use uip_host::{Adapter, Event, EventSink, Host, Instances, Refusal};

/// `NAME=PHONE_NUMBER_ID`, and `@API_BASE_URL` if it is not Meta's.
struct Number {
    name: String,
    id: String,
    api_base_url: Option<String>,
}

impl Number {
    fn parse(argument: &str) -> Result<Self, String> {
        let (name, number) = argument.split_once('=').ok_or_else(|| {
            format!("`{argument}`: expected NAME=PHONE_NUMBER_ID or NAME=PHONE_NUMBER_ID@URL")
        })?;
        let (id, api_base_url) = match number.split_once('@') {
            Some((id, url)) => (id, Some(url.to_owned())),
            None => (number, None),
        };
        Ok(Self {
            name: name.to_owned(),
            id: id.to_owned(),
            api_base_url,
        })
    }
}

/// Takes the events of every number.
struct Flows;

#[async_trait]
impl EventSink for Flows {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        println!("{}: {} {}", event.adapter, event.name, event.id);
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let numbers = std::env::args()
        .skip(1)
        .map(|argument| Number::parse(&argument))
        .collect::<Result<Vec<_>, _>>()?;
    let token = env("WHATSAPP_AUTHENTICATION_TOKEN")?;

    let component = "target/wasm32-wasip2/component/whatsapp.wasm";
    // At most ten calls at a time, whatever the number; others wait.
    let host = Host::builder().guests(10).build()?;
    let adapter = Adapter::from_files(&host, component, "adapter.json")?;
    let flows: Arc<dyn EventSink> = Arc::new(Flows);
    let mut instances = Instances::default();
    for number in numbers {
        let instance = adapter
            .configure(number.name)
            .property("authenticationToken", token.as_str())
            .property("phoneNumberId", number.id)
            .property("apiVersion", "v25.0")
            .property("apiBaseUrl", number.api_base_url)
            .events_to(Arc::clone(&flows))
            .build()?;
        instances.extend([instance]);
    }

    // Calls of all numbers can run at the same time.
    let mut calls = tokio::task::JoinSet::new();
    for instance in instances.iter() {
        let whatsapp = instance.clone();
        calls.spawn(async move {
            let message = format!("Greetings from {}.", whatsapp.name());
            let request = json!({ "phoneNumber": "+16505551234", "message": message });
            let response = whatsapp.call("sendMessageText", request).await;
            (whatsapp.name().to_owned(), response)
        });
    }
    let mut code = ExitCode::SUCCESS;
    while let Some(call) = calls.join_next().await {
        let (name, response) = call?;
        // One number's failure does not end the calls of the others.
        match response {
            Ok(response) if response.is_success() => println!("{name}: {}", response.into_json()),
            Ok(response) => {
                eprintln!("{name}: {}", response.into_json());
                code = ExitCode::FAILURE;
            }
            Err(error) => {
                eprintln!("{name}: {error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

/// The value of an environment variable, or its name in the error.
fn env(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}
