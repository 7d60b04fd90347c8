//! The host on the network: HTTP/1.1, made to stand there.

pub(crate) mod body;
pub(crate) mod elsewhere;
pub(crate) mod health;
pub(crate) mod media_type;
mod refusal;
pub(crate) mod refusal_log;
pub(crate) mod unread;
pub(crate) mod webhook;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use crate::config::ServerSettings;
use crate::metrics::Metrics;
use crate::signals::is_set;
use refusal_log::Refused;

/// How many headers a request may have, and how many bytes its head.
const MAX_HEADERS: usize = 64;
const MAX_HEAD: usize = 64 << 10;

/// How long to wait after a connection could not be accepted: the process has
/// no file left for it.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How long a connection that is one too many may take to read its refusal.
const GOODBYE: Duration = Duration::from_secs(1);

const TOO_MANY: &str = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Stands in the extensions of a request: who sent it, or the last proxy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub IpAddr);

/// Serves until `stop` says so: each request goes to the router that there is
/// when it comes in. Then requests that run are finished, within
/// the time for a shutdown.
pub(crate) async fn serve(
    listener: TcpListener,
    router: watch::Receiver<Router>,
    settings: ServerSettings,
    metrics: Arc<Metrics>,
    mut stop: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(settings.max_connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            },
            Some(_) = connections.join_next() => continue,
            () = is_set(&mut stop) => break,
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            metrics.refuse(&Refused {
                reason: "too-many-connections",
                advice: Some(
                    "raise server.maxConnections if these are not connections left open by a proxy",
                ),
                ..Refused::default()
            });
            connections.spawn(refuse(stream));
            continue;
        };
        // Small answers are not to wait for more; without this they are slower.
        let _ = stream.set_nodelay(true);
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(settings.header_timeout)
            .max_headers(MAX_HEADERS)
            .max_buf_size(MAX_HEAD);
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer.ip()));
            TowerToHyperService::new(router.borrow().clone()).call(request)
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        connections.spawn(connect(connection, place, Arc::clone(&metrics)));
    }
    drop(listener);
    if tokio::time::timeout(settings.shutdown_timeout, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests that still ran were cut; none of them was acknowledged");
    }
    connections.shutdown().await;
}

async fn connect(
    connection: impl Future<Output = hyper::Result<()>>,
    place: OwnedSemaphorePermit,
    metrics: Arc<Metrics>,
) {
    metrics.connections.inc();
    if let Err(error) = connection.await {
        // A client that misbehaves or goes away is everyday life.
        tracing::debug!(%error, "a connection ended early");
    }
    metrics.connections.dec();
    drop(place);
}

async fn refuse(mut stream: TcpStream) {
    // It is gone either way.
    let _ = tokio::time::timeout(GOODBYE, async {
        stream.write_all(TOO_MANY.as_bytes()).await?;
        stream.shutdown().await
    })
    .await;
}
