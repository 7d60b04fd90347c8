//! What the benchmark measures against: the same server with nothing behind
//! it.

use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::Config;
use crate::http_server::serve;
use crate::http_server::webhook::{self, Intake, Webhooks};
use crate::inbox::{NewNotification, StoreError};
use crate::metrics::Metrics;

struct Nowhere;

#[async_trait]
impl Intake for Nowhere {
    async fn take(&self, _: NewNotification) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Serves the webhook triggers of `config`, and drops what comes in. It runs
/// as long as the runtime does.
///
/// # Errors
/// When the address cannot be taken.
pub async fn serve_nowhere(config: Config) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind(config.server.listen).await?;
    let address = listener.local_addr()?;
    let metrics = Arc::new(Metrics::default());
    let webhooks = Webhooks::new(
        &config.webhook_triggers,
        &config.server,
        Arc::new(Nowhere),
        Arc::clone(&metrics),
        Clock::system(),
    );
    let router = webhook::also(Router::new(), Arc::new(webhooks));
    tokio::spawn(async move {
        let (_stop, stopped) = watch::channel(false);
        let (_, router) = watch::channel(router);
        serve(listener, router, config.server, metrics, stopped).await;
    });
    Ok(address)
}
