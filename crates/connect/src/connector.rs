use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::PROXY_AUTHORIZATION;
use http::uri::Scheme;
use http::{Request, Response, StatusCode, Uri};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use tower_service::Service;

use crate::certificate;
use crate::error::{ConnectError, ProxyError, ProxyFailure, causes, innermost};
use crate::identity::ClientIdentity;
use crate::proxy::Proxies;
use crate::roots::{RootCertificates, presenting, trust};
use crate::route::{Route, place};
use crate::stream::Stream;
use crate::tunnel::offers;

/// Makes connections for `hyper_util::client::legacy::Client`. Cheap to clone.
#[derive(Clone)]
pub struct Connector {
    https: HttpsConnector<Route>,
    proxies: Arc<Proxies>,
    note: Option<Arc<str>>,
    limit: Option<Duration>,
}

impl Connector {
    /// A connector that goes through these proxies and trusts these certificates in addition to the
    /// configured ones. It reads the list of trusted certificates, which takes milliseconds.
    pub fn new(proxies: Proxies, extra: &RootCertificates) -> Self {
        Self::presenting(proxies, extra, None)
    }

    /// The same, with an identity that it presents to targets which ask for one, and never to a proxy.
    pub fn presenting(
        proxies: Proxies,
        extra: &RootCertificates,
        identity: Option<&ClientIdentity>,
    ) -> Self {
        let (proxies, trust) = (Arc::new(proxies), trust(extra));
        let route = Route::new(
            Arc::clone(&proxies),
            Arc::clone(&trust.config),
            trust.note.clone(),
        );
        Self {
            https: HttpsConnector::from((route, presenting(trust.config, identity))),
            proxies,
            note: trust.note,
            limit: None,
        }
    }

    /// How long a connection may take in all: lookup, TCP, proxy and TLS. Default: without a limit.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Adds the proxy's credentials to a request that the proxy itself reads, which is one of the scheme `http`.
    /// Through a tunnel they are not part of the request. Call it for every request.
    pub fn prepare<B>(&self, request: &mut Request<B>) {
        if !self.is_read_by_proxy(request.uri()) {
            return;
        }
        let proxy = self.proxies.for_target(request.uri());
        if let Some(authorization) = proxy.and_then(|proxy| proxy.authorization()) {
            let headers = request.headers_mut();
            headers.insert(PROXY_AUTHORIZATION, authorization.clone());
        }
    }

    /// The proxy's own refusal, if an answer to a request of the scheme `http` is that for certain: 407 comes from
    /// proxies only (RFC 9110, 15.5.8). The request was not passed on then.
    pub fn refusal<B>(&self, target: &Uri, answer: &Response<B>) -> Option<ProxyError> {
        let is_refused = answer.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED;
        let is_its_own = is_refused && self.is_read_by_proxy(target);
        let proxy = self.proxies.for_target(target).filter(|_| is_its_own)?;
        Some(ProxyError {
            proxy: proxy.to_string(),
            target: place(target),
            failure: ProxyFailure::Refused {
                status: answer.status(),
                had_credentials: proxy.authorization().is_some(),
                offers: offers(answer.headers()),
            },
        })
    }

    /// Whether a request to `target` is read by a proxy, which can answer it by itself.
    fn is_read_by_proxy(&self, target: &Uri) -> bool {
        let is_http = target.scheme() == Some(&Scheme::HTTP);
        let proxy = self.proxies.for_target(target).filter(|_| is_http);
        proxy.is_some_and(|proxy| proxy.kind() != crate::proxy::Kind::Socks5)
    }

    /// Where a connection to `target` leads: host and port, and the proxy, if there is one.
    pub fn way_to(&self, target: &Uri) -> String {
        match self.proxies.for_target(target) {
            Some(proxy) => format!("{} through the proxy {proxy}", place(target)),
            None => place(target),
        }
    }

    /// The proxies that it goes through.
    pub fn proxies(&self) -> &Proxies {
        &self.proxies
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Stream>;
    type Error = ConnectError;
    type Future =
        Pin<Box<dyn Future<Output = Result<MaybeHttpsStream<Stream>, ConnectError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        // The parts that it is made of are always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connecting = self.https.call(target.clone());
        let this = self.clone();
        Box::pin(async move {
            let made = match this.limit {
                Some(after) => tokio::time::timeout(after, connecting).await,
                None => Ok(connecting.await),
            };
            let Ok(made) = made else {
                let through = this.way_to(&target);
                let after = this.limit.unwrap_or_default();
                return Err(ConnectError::TimedOut { through, after });
            };
            made.map_err(|error| match error.downcast::<ConnectError>() {
                Ok(error) => *error,
                // What does not come from the route below comes from TLS.
                Err(error) => tls(&target, error.as_ref(), this.note.as_deref()),
            })
        })
    }
}

/// Why the TLS handshake with a target failed over an established connection.
fn tls(target: &Uri, error: &(dyn StdError + 'static), note: Option<&str>) -> ConnectError {
    let tls = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>());
    let (problem, alert) = match tls {
        Some(rustls::Error::InvalidCertificate(error)) => {
            let host = target.host().unwrap_or_default();
            return ConnectError::Certificate(certificate::problem(host, error, note));
        }
        Some(rustls::Error::NoCertificatesPresented) => {
            let host = target.host().unwrap_or_default();
            return ConnectError::Certificate(format!("{host} presented no certificate"));
        }
        Some(rustls::Error::AlertReceived(alert)) => (
            format!("the server refused it ({alert:?})"),
            Some((u8::from(*alert), format!("{alert:?}"))),
        ),
        Some(rustls::Error::InvalidMessage(_)) => {
            let problem =
                "what answers there does not speak TLS; is it an address for http, or of a proxy?";
            (problem.to_owned(), None)
        }
        Some(error) => (error.to_string(), None),
        None => (innermost(error), None),
    };
    ConnectError::Tls {
        target: place(target),
        problem,
        alert,
    }
}
