//! One connection.

use std::sync::Arc;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;

use super::resettable_stream::ResettableStream;
use crate::model::Wire;
use crate::model::faults::act;
use crate::model::world::World;

/// Speaks HTTP/1.1 on `stream` until either side closes or a fault takes it over.
pub(super) async fn serve(stream: TcpStream, app: Router, world: Arc<World>) {
    let _ = stream.set_nodelay(true);
    let (wire, mut wanted) = Wire::new();
    let io = TokioIo::new(ResettableStream::new(stream, world, wire.clone()));
    let service = TowerToHyperService::new(app.layer(Extension(wire)));
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(io, service);
    let script = tokio::select! {
        served = &mut connection => {
            if let Err(error) = served {
                tracing::debug!("a connection ended: {error}");
            }
            return;
        }
        Some(script) = wanted.recv() => script,
    };
    act(connection.into_parts().io.into_inner().into_inner(), script).await;
}
