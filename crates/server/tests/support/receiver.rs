use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How a receiver answers.
#[derive(Debug, Clone)]
pub enum Manner {
    Take,
    Answer(StatusCode),
    /// 503 with this `Retry-After`.
    Wait(&'static str),
    /// It reads the request and does not answer.
    Stall,
    /// Events of this id get 500.
    Refuse(String),
    /// Events whose ids begin so get this status, and `Retry-After` if there is
    /// one. The first that fits counts; what fits none is taken.
    Sort(Vec<(&'static str, u16, Option<String>)>),
}

/// What a receiver got and took.
#[derive(Debug, Clone)]
pub struct Got {
    pub headers: HeaderMap,
    pub raw: Bytes,
    pub body: Value,
}

impl Got {
    pub fn id(&self) -> &str {
        // A CloudEvent has it under another name.
        let id = self.body.get("eventId").or(self.body.get("id"));
        id.unwrap().as_str().unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// Answers this to events whose ids begin so, and takes all others.
pub fn answer(prefix: &'static str, status: u16) -> Manner {
    Manner::Sort(vec![(prefix, status, None)])
}

/// A receiver of events.
pub struct Receiver {
    pub address: SocketAddr,
    manner: watch::Sender<Manner>,
    state: Arc<Mutex<State>>,
    server: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct State {
    took: Vec<Got>,
    /// The ids of what came.
    posts: Vec<String>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let manner = watch::Sender::new(Manner::Take);
        let state = Arc::<Mutex<State>>::default();
        let (manners, kept) = (manner.subscribe(), Arc::clone(&state));
        let router = Router::new().fallback(move |headers: HeaderMap, raw: Bytes| {
            receive(manners.clone(), Arc::clone(&kept), headers, raw)
        });
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.unwrap();
        });
        Self {
            address,
            manner,
            state,
            server,
        }
    }

    /// Answers like this from now on. Requests that are stalled are answered.
    pub fn be(&self, manner: Manner) {
        self.manner.send_replace(manner);
    }

    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// What it took, in order.
    pub fn took(&self) -> Vec<Got> {
        self.state.lock().unwrap().took.clone()
    }

    /// The ids of what it took, in order.
    pub fn ids(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        state.took.iter().map(|got| got.id().to_owned()).collect()
    }

    /// How many it took.
    pub fn count(&self) -> usize {
        self.state.lock().unwrap().took.len()
    }

    /// How often something came.
    pub fn attempts(&self) -> usize {
        self.state.lock().unwrap().posts.len()
    }

    /// How often the event of this id came.
    pub fn posts(&self, id: &str) -> usize {
        let state = self.state.lock().unwrap();
        state.posts.iter().filter(|post| *post == id).count()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn receive(
    mut manners: watch::Receiver<Manner>,
    state: Arc<Mutex<State>>,
    headers: HeaderMap,
    raw: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&raw).unwrap();
    let got = Got { headers, raw, body };
    state.lock().unwrap().posts.push(got.id().to_owned());
    loop {
        let manner = manners.borrow_and_update().clone();
        match manner {
            Manner::Stall => {
                if manners.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
            Manner::Answer(status) => return status.into_response(),
            Manner::Wait(wait) => {
                let headers = [(http::header::RETRY_AFTER, wait)];
                return (StatusCode::SERVICE_UNAVAILABLE, headers).into_response();
            }
            Manner::Refuse(id) if got.id() == id => {
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
            Manner::Sort(sorts) => {
                let sort = sorts.iter().find(|sort| got.id().starts_with(sort.0));
                if let Some((_, status, wait)) = sort {
                    let status = StatusCode::from_u16(*status).unwrap();
                    let wait = wait.clone().map(|wait| [(http::header::RETRY_AFTER, wait)]);
                    return match wait {
                        Some(headers) => (status, headers).into_response(),
                        None => status.into_response(),
                    };
                }
                state.lock().unwrap().took.push(got);
                return StatusCode::NO_CONTENT.into_response();
            }
            Manner::Take | Manner::Refuse(_) => {
                state.lock().unwrap().took.push(got);
                return StatusCode::NO_CONTENT.into_response();
            }
        }
    }
}
