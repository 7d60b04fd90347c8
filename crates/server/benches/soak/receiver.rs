//! An HTTP receiver of events that is slow, fails, breaks connections, and is away
//! for seconds.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::destination::Destination;

/// The longest that an answer takes.
const SLOWEST: Duration = Duration::from_millis(40);

pub struct Receiver {
    address: SocketAddr,
    state: Arc<State>,
    serving: Option<JoinHandle<Infallible>>,
}

struct State {
    destination: Destination,
    rng: Mutex<Rng>,
    is_well: AtomicBool,
}

/// What becomes of a request.
enum Fate {
    Taken,
    Refused,
    Reset,
    TakenAndRefused,
    TakenAndReset,
}

impl Receiver {
    pub async fn start(destination: Destination, seed: u64) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let state = Arc::new(State {
            destination,
            rng: Mutex::new(Rng::with_seed(seed)),
            is_well: AtomicBool::new(false),
        });
        Ok(Self {
            address: listener.local_addr()?,
            serving: Some(tokio::spawn(serve(listener, Arc::clone(&state)))),
            state,
        })
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Closes its port and breaks all connections.
    pub async fn go(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            // It ends with all its connections; that it was ended is its result.
            let _ = serving.await;
        }
    }

    /// Opens its port again.
    pub async fn come_back(&mut self) -> io::Result<()> {
        let listener = TcpListener::bind(self.address).await?;
        self.serving = Some(tokio::spawn(serve(listener, Arc::clone(&self.state))));
        Ok(())
    }

    /// From now on it takes everything.
    pub fn be_well(&self) {
        self.state.is_well.store(true, Ordering::Relaxed);
    }
}

async fn serve(listener: TcpListener, state: Arc<State>) -> Infallible {
    // Dropped with this, it ends all connections.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(serve_connection(stream, Arc::clone(&state)));
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve_connection(stream: TcpStream, state: Arc<State>) {
    // A connection that is dropped is reset.
    let _ = stream.set_zero_linger();
    let service = service_fn(|request| take(request, Arc::clone(&state)));
    // How it ends is for the sender to see.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn take(
    request: Request<Incoming>,
    state: Arc<State>,
) -> Result<Response<Empty<Bytes>>, io::Error> {
    let (head, body) = request.into_parts();
    body.collect().await.map_err(io::Error::other)?;
    let (fate, time) = state.fate();
    tokio::time::sleep(time).await;
    if matches!(
        fate,
        Fate::Taken | Fate::TakenAndRefused | Fate::TakenAndReset
    ) {
        let id = head.headers.get("idempotency-key");
        let id = id.and_then(|id| id.to_str().ok()).unwrap_or_default();
        state.destination.arrived(id);
    }
    let status = match fate {
        Fate::Taken => StatusCode::NO_CONTENT,
        Fate::Refused => StatusCode::SERVICE_UNAVAILABLE,
        Fate::TakenAndRefused => StatusCode::INTERNAL_SERVER_ERROR,
        Fate::Reset | Fate::TakenAndReset => return Err(io::ErrorKind::ConnectionReset.into()),
    };
    let mut response = Response::new(Empty::new());
    *response.status_mut() = status;
    Ok(response)
}

impl State {
    fn fate(&self) -> (Fate, Duration) {
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        let time = SLOWEST.mul_f64(rng.f64());
        let fate = match rng.u16(0..1000) {
            _ if self.is_well.load(Ordering::Relaxed) => Fate::Taken,
            0..5 => Fate::Refused,
            5..10 => Fate::Reset,
            10..15 => Fate::TakenAndRefused,
            15..20 => Fate::TakenAndReset,
            _ => Fate::Taken,
        };
        (fate, time)
    }
}
