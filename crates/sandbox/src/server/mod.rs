//! The socket side: accepting, HTTP, and taking a connection away from HTTP when a fault wants the wire.

mod connection;
mod resettable_stream;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::endpoint::endpoint;
use crate::model::world::World;
use crate::{admin, guard};

/// Listens on `address`.
///
/// # Errors
/// When the address is taken or not ours.
pub(crate) fn listen(address: SocketAddr) -> std::io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves until dropped; connections end with it.
pub(crate) async fn serve(listener: TcpListener, world: Arc<World>) {
    let api = Router::new().fallback(endpoint);
    let app: Router = guard::controls(admin::router(), &world)
        .merge(guard::api(api, &world))
        .with_state(Arc::clone(&world));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    world.change(|state| state.connections += 1);
                    connections.spawn(connection::serve(stream, app.clone(), Arc::clone(&world)));
                }
                Err(error) => tracing::warn!("a connection could not be accepted: {error}"),
            },
            Some(_) = connections.join_next() => {}
        }
    }
}
