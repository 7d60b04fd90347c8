use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::dns::{GaiAddrs, GaiFuture, GaiResolver, Name};
use hyper_util::client::legacy::connect::{HttpConnector, capture_connection};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_service::Service;
use wasmtime_wasi_http::{Error, RequestOptions};

use super::body::RequestBody;
use super::errors::{self, LookupFailed};
use super::tls;

/// How long an idle connection is kept. Shorter than what servers usually
/// allow, so that the server is rarely the one that closes: a request that
/// crosses with its closing may or may not have been read.
const IDLE: Duration = Duration::from_secs(30);

type Pooled = Client<HttpsConnector<HttpConnector<Resolver>>, RequestBody>;

/// The keep-alive client of a host. It never follows a redirect.
#[derive(Clone)]
pub(crate) struct HttpClient {
    // Reading the system's certificates takes milliseconds: not before the
    // first request.
    client: Arc<OnceLock<Pooled>>,
}

/// A request that got no response.
pub(super) struct Failed {
    pub(super) error: Error,
    /// Whether part of the request may have left.
    pub(super) maybe_sent: bool,
}

impl HttpClient {
    pub(crate) fn new() -> Self {
        Self {
            client: Arc::default(),
        }
    }

    /// Sends a request and waits for the head of its response.
    ///
    /// A request is sent once. The client itself takes another connection only
    /// when the one it had chosen closed before it took the request: hyper
    /// hands a request back unless its dispatcher had begun to encode it, and
    /// `retry_canceled_requests` repeats nothing but what was handed back.
    pub(super) async fn send(
        &self,
        mut request: Request<RequestBody>,
        options: &RequestOptions,
    ) -> Result<Response<Incoming>, Failed> {
        let mut connection = capture_connection(&mut request);
        let response = self.client.get_or_init(pooled).request(request);
        tokio::pin!(response);

        let outcome = tokio::select! {
            biased;
            outcome = &mut response => Some(outcome),
            () = async { drop(connection.wait_for_connection_metadata().await) } => None,
            () = sleep(options.connect_timeout) => {
                return Err(Failed { error: Error::ConnectionTimeout, maybe_sent: false });
            }
        };
        let outcome = if let Some(outcome) = outcome {
            outcome
        } else {
            tokio::select! {
                biased;
                outcome = &mut response => outcome,
                () = sleep(options.first_byte_timeout) => {
                    return Err(Failed { error: Error::ConnectionReadTimeout, maybe_sent: true });
                }
            }
        };
        outcome.map_err(|error| {
            // The client names a connection when the request was given to it.
            let maybe_sent = error.connect_info().is_some() && !errors::is_unsent(&error);
            let kind = if maybe_sent {
                errors::response_head(&error)
            } else {
                errors::connect(&error)
            };
            tracing::debug!(error = %chain(&error), maybe_sent, "an outgoing request failed");
            Failed {
                error: kind,
                maybe_sent,
            }
        })
    }
}

/// Without a limit it never ends.
async fn sleep(limit: Option<Duration>) {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
}

fn pooled() -> Pooled {
    let mut http = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
    http.enforce_http(false);
    // Without it a small request waits for the acknowledgement of the last.
    http.set_nodelay(true);
    let connector = HttpsConnector::from((http, tls::config()));
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .retry_canceled_requests(true)
        // The engine has set the header from the authority.
        .set_host(false)
        .build(connector)
}

/// An error with its causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// Looks names up as the system does, and says so when that fails.
#[derive(Clone)]
struct Resolver(GaiResolver);

impl Service<Name> for Resolver {
    type Response = GaiAddrs;
    type Error = LookupFailed;
    type Future = Lookup;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), LookupFailed>> {
        self.0.poll_ready(cx).map_err(LookupFailed)
    }

    fn call(&mut self, name: Name) -> Lookup {
        Lookup(self.0.call(name))
    }
}

struct Lookup(GaiFuture);

impl Future for Lookup {
    type Output = Result<GaiAddrs, LookupFailed>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map_err(LookupFailed)
    }
}
