use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{Request, Response, Uri};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use uip_connect::{Connector, Proxies, RootCertificates, chain};
use wasmtime_wasi_http::{Error, RequestOptions};

use super::body::RequestBody;
use super::errors;

/// How long an idle connection is kept. Shorter than what servers usually
/// allow, so that the server is rarely the one that closes: a request that
/// crosses with its closing may or may not have been read.
const IDLE: Duration = Duration::from_secs(30);

/// The keep-alive client of a host. It never follows a redirect.
#[derive(Clone)]
pub(crate) struct HttpClient {
    proxies: Proxies,
    roots: RootCertificates,
    // Reading the system's certificates takes milliseconds: not before the
    // first request, unless it is asked for.
    made: Arc<OnceLock<Made>>,
}

struct Made {
    connector: Connector,
    client: Client<Connector, RequestBody>,
}

/// A request that got no response.
pub(super) struct Failed {
    pub(super) error: Error,
    /// Whether part of the request may have left.
    pub(super) maybe_sent: bool,
    /// What the error's code cannot say, for people.
    pub(super) reason: Option<String>,
}

impl HttpClient {
    pub(crate) fn new(proxies: Proxies, roots: RootCertificates) -> Self {
        Self {
            proxies,
            roots,
            made: Arc::default(),
        }
    }

    /// Reads the system's certificates on a thread of its own. A request that is
    /// sent meanwhile waits for it.
    pub(crate) fn make_early(&self) {
        let client = self.clone();
        let thread = std::thread::Builder::new().name("uip-certificates".to_owned());
        // Without a thread, the first request reads them.
        drop(thread.spawn(move || {
            client.made();
        }));
    }

    fn made(&self) -> &Made {
        self.made
            .get_or_init(|| Made::new(self.proxies.clone(), &self.roots))
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
        let made = self.made();
        made.connector.prepare(&mut request);
        let target = request.uri().clone();
        let mut connection = capture_connection(&mut request);
        let response = made.client.request(request);
        tokio::pin!(response);

        let outcome = tokio::select! {
            biased;
            outcome = &mut response => Some(outcome),
            () = async { drop(connection.wait_for_connection_metadata().await) } => None,
            () = sleep(options.connect_timeout) => {
                return Err(made.no_connection_in_time(&target));
            }
        };
        let outcome = if let Some(outcome) = outcome {
            outcome
        } else {
            tokio::select! {
                biased;
                outcome = &mut response => outcome,
                () = sleep(options.first_byte_timeout) => {
                    return Err(Failed {
                        error: Error::ConnectionReadTimeout,
                        maybe_sent: true,
                        reason: None,
                    });
                }
            }
        };
        match outcome {
            Ok(response) => made.unless_refused_by_proxy(&target, response),
            Err(error) => Err(failed(&error)),
        }
    }
}

impl Made {
    fn new(proxies: Proxies, roots: &RootCertificates) -> Self {
        let connector = Connector::new(proxies, roots);
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .retry_canceled_requests(true)
            // The engine has set the header from the authority.
            .set_host(false)
            .build(connector.clone());
        Self { connector, client }
    }

    /// The guest names the target; that a proxy is on the way only the host
    /// knows.
    fn no_connection_in_time(&self, target: &Uri) -> Failed {
        let is_proxied = self.connector.proxies().for_target(target).is_some();
        let way = || format!("no connection in time to {}", self.connector.way_to(target));
        Failed {
            error: Error::ConnectionTimeout,
            maybe_sent: false,
            reason: is_proxied.then(way),
        }
    }

    /// The answer, unless it is certain that a proxy gave it instead of passing
    /// the request on.
    fn unless_refused_by_proxy(
        &self,
        target: &Uri,
        response: Response<Incoming>,
    ) -> Result<Response<Incoming>, Failed> {
        match self.connector.refusal(target, &response) {
            None => Ok(response),
            Some(refusal) => Err(Failed {
                error: errors::proxy(&refusal),
                maybe_sent: false,
                reason: Some(refusal.to_string()),
            }),
        }
    }
}

fn failed(error: &hyper_util::client::legacy::Error) -> Failed {
    // The client names a connection when the request was given to it.
    let maybe_sent = error.connect_info().is_some() && !errors::is_unsent(error);
    tracing::debug!(error = %chain(error), maybe_sent, "an outgoing request failed");
    if maybe_sent {
        return Failed {
            error: errors::response_head(error),
            maybe_sent,
            reason: None,
        };
    }
    let (error, reason) = errors::connect(error);
    Failed {
        error,
        maybe_sent,
        reason,
    }
}

/// Without a limit it never ends.
async fn sleep(limit: Option<Duration>) {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::config::AdapterConfig;
    use crate::engine::Host;

    fn is_ready_after(prepare: impl FnOnce(&Host)) {
        let host = Host::builder().no_cache().build().unwrap();
        let client = host.client().clone();
        assert!(client.made.get().is_none(), "not before it is asked for");
        prepare(&host);
        let (ready, waits) = mpsc::channel();
        std::thread::spawn(move || {
            let early = std::ptr::from_ref(client.made.wait());
            ready.send(std::ptr::eq(early, client.made()))
        });
        let is_used = waits.recv_timeout(Duration::from_mins(1));
        assert_eq!(is_used, Ok(true), "requests use what was prepared");
    }

    #[test]
    fn a_host_that_prepares_requests_is_ready_before_the_first() {
        is_ready_after(Host::prepare_requests);
    }

    #[test]
    fn a_host_is_ready_for_requests_when_an_adapter_is_loaded_to_be_called() {
        is_ready_after(|host| {
            let nowhere = AdapterConfig::new("tiny", "nowhere.wasm", "nowhere.json");
            assert!(nowhere.load_to_call(host).is_err());
        });
    }
}
