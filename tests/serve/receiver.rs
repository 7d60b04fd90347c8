use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::net::TcpSocket;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// How a receiver answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It takes what comes.
    Take,
    /// It answers 500, and takes nothing.
    Fail,
    /// It answers 422, and takes nothing.
    Refuse,
    /// It reads, and answers only when it has other manners.
    Stall,
    /// Stops listening, and cuts open connections.
    Down,
}

/// What a receiver took.
#[derive(Clone)]
pub struct Taken {
    /// Its `Idempotency-Key`.
    pub key: String,
    pub event: Value,
}

#[derive(Default)]
struct Seen {
    /// How many requests came, whatever became of them.
    requests: usize,
    taken: Vec<Taken>,
}

/// A receiver of events with changing manners.
pub struct Receiver {
    pub url: String,
    address: SocketAddr,
    /// Keeps the port while nothing listens on it.
    _port: TcpSocket,
    manner: watch::Sender<Manner>,
    seen: Arc<Mutex<Seen>>,
    /// Where it runs, so that nothing of it is left when it is down.
    up: Option<Runtime>,
}

impl Receiver {
    pub async fn start() -> Self {
        let port = bound(SocketAddr::from(([127, 0, 0, 1], 0)));
        let address = port.local_addr().expect("an address");
        let mut receiver = Self {
            url: format!("http://{address}/flow"),
            address,
            _port: port,
            manner: watch::Sender::new(Manner::Down),
            seen: Arc::default(),
            up: None,
        };
        receiver.be(Manner::Take).await;
        receiver
    }

    /// Answers like this from now on.
    pub async fn be(&mut self, manner: Manner) {
        self.manner.send_replace(manner);
        if manner == Manner::Down {
            if let Some(runtime) = self.up.take() {
                tokio::task::spawn_blocking(move || drop(runtime))
                    .await
                    .expect("it ends");
            }
        } else if self.up.is_none() {
            let listener = bound(self.address).listen(1024).expect("its own port");
            let listener = listener.into_std().expect("a listener");
            let (manner, seen) = (self.manner.subscribe(), Arc::clone(&self.seen));
            let router = Router::new().fallback(move |headers: HeaderMap, body: Bytes| {
                answer(manner.clone(), Arc::clone(&seen), headers, body)
            });
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.spawn(async move {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                axum::serve(listener, router).await
            });
            self.up = Some(runtime);
        }
    }

    /// How many requests came, whatever became of them.
    pub fn requests(&self) -> usize {
        lock(&self.seen).requests
    }

    /// What it took, in order, with what came again.
    pub fn taken(&self) -> Vec<Taken> {
        lock(&self.seen).taken.clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        if let Some(runtime) = self.up.take() {
            runtime.shutdown_background();
        }
    }
}

fn bound(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_reuseaddr(true).expect("a socket's option");
    socket.bind(address).expect("a port");
    socket
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(
    mut manners: watch::Receiver<Manner>,
    seen: Arc<Mutex<Seen>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    lock(&seen).requests += 1;
    let key = headers
        .get("Idempotency-Key")
        .and_then(|key| key.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let Ok(event) = serde_json::from_slice(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    let stalls = |manner: &Manner| matches!(manner, Manner::Stall | Manner::Down);
    let manner = manners.wait_for(|manner| !stalls(manner)).await;
    match manner.map(|manner| *manner) {
        Ok(Manner::Take) => {
            lock(&seen).taken.push(Taken { key, event });
            StatusCode::NO_CONTENT
        }
        Ok(Manner::Refuse) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
