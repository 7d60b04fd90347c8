//! Our host, as the comparison of engines measures it.
//!
//! It is told on standard input what to do, a line of JSON each:
//! `{"command": "send", "count": 100}` or `"webhook"`. It answers each with
//! one line: how long each call took, in microseconds. The workers of the
//! other engines speak the same, so that all of them can take turns.
//!
//! `fresh` as an argument gives each call a guest of its own.

use std::io::{BufRead as _, Write as _};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use uip_host::{Adapter, Host, Instance};

#[derive(Deserialize)]
struct Order {
    command: Kind,
    count: usize,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Send,
    Webhook,
}

#[tokio::main]
async fn main() -> Result<()> {
    let host = Host::new()?;
    let adapter = Adapter::from_files(
        &host,
        variable("WHATSAPP_COMPONENT")?,
        variable("BENCH_MANIFEST")?,
    )?;
    let instance = adapter
        .configure("whatsapp")
        .property(
            "authenticationToken",
            variable("WHATSAPP_AUTHENTICATION_TOKEN")?,
        )
        .property("apiVersion", "v25.0")
        .property("phoneNumberId", variable("WHATSAPP_PHONE_NUMBER_ID")?)
        .property("appSecret", variable("WHATSAPP_APP_SECRET")?)
        .property("apiBaseUrl", variable("WHATSAPP_API_BASE_URL")?)
        .events(|_| std::future::ready(Ok(())))
        .fresh_guests(std::env::args().nth(1).as_deref() == Some("fresh"))
        .build()?;
    let webhook = json!({
        "whatsAppNotification": std::fs::read_to_string(variable("BENCH_NOTIFICATION")?)?,
        "signature": variable("BENCH_SIGNATURE")?,
    });

    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let order: Order = serde_json::from_str(&line?)?;
        let (command, request) = match order.command {
            Kind::Send => (
                "sendMessageText",
                json!({"phoneNumber": "+16505551234", "message": "Hello"}),
            ),
            Kind::Webhook => ("processWebhook", webhook.clone()),
        };
        let mut took = Vec::with_capacity(order.count);
        for _ in 0..order.count {
            took.push(call(instance.clone(), command, request.clone()).await?);
        }
        writeln!(out, "{}", serde_json::to_string(&took)?)?;
        out.flush()?;
    }
    Ok(())
}

/// Microseconds of one call. It runs in a task, where a host's calls run.
async fn call(instance: Instance, command: &'static str, request: Value) -> Result<f64> {
    tokio::spawn(async move {
        let began = Instant::now();
        let response = instance.call(command, request).await?;
        let took = began.elapsed();
        ensure!(response.is_success(), "{}", response.into_json());
        Ok(took.as_secs_f64() * 1e6)
    })
    .await?
}

fn variable(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set; bench.py sets it"))
}
