//! Takes the events that a server delivers, and counts them.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use tokio::net::TcpListener;

use crate::load::Arrived;
use crate::notification;

/// What a receiver took.
#[derive(Default)]
struct Taken {
    /// Each event once.
    events: HashSet<u64>,
    /// How long each was on its way, in microseconds.
    times: Vec<u32>,
}

/// A receiver of events.
pub struct Receiver {
    pub address: SocketAddr,
    taken: Arc<Mutex<Taken>>,
    server: tokio::task::JoinHandle<()>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port on loopback");
        let address = listener.local_addr().expect("an address");
        let taken = Arc::<Mutex<Taken>>::default();
        let router = Router::new().fallback(take).with_state(Arc::clone(&taken));
        let server = tokio::spawn(async move {
            axum::serve(listener, router)
                .await
                .expect("it serves as long as it is there");
        });
        Self {
            address,
            taken,
            server,
        }
    }

    /// How many events came, each counted once.
    pub fn count(&self) -> u64 {
        self.taken().events.len() as u64
    }

    /// What tells how many came, also when this is gone.
    pub fn counter(&self) -> Arrived {
        let taken = Arc::clone(&self.taken);
        Arc::new(move || {
            let taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
            taken.events.len() as u64
        })
    }

    /// How long the events that came since the last asking were on their way.
    pub fn times(&self) -> Vec<u32> {
        std::mem::take(&mut self.taken().times)
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(
    State(taken): State<Arc<Mutex<Taken>>>,
    headers: HeaderMap,
    _body: Bytes,
) -> StatusCode {
    let id = headers
        .get("idempotency-key")
        .and_then(|id| id.to_str().ok());
    let Some((event, on_its_way)) = id.and_then(notification::told_by) else {
        return StatusCode::BAD_REQUEST;
    };
    let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
    taken.events.insert(event);
    taken.times.push(micros(on_its_way));
    StatusCode::NO_CONTENT
}

fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}
