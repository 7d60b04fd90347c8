use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use hyper_util::client::legacy::{Client as HyperClient, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use uip_connect::{Connector, Proxies, RootCertificates};
use url::Url;

/// How long a connection may take to come about: lookup, TCP, proxy and TLS.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept. Less than servers usually keep theirs,
/// so that a request seldom meets a connection that is being closed.
const IDLE: Duration = Duration::from_secs(20);

/// An HTTP/1.1 client for one receiver. It keeps connections and follows no redirect.
pub(in crate::delivery) struct Client {
    url: Url,
    connector: Connector,
    http: HyperClient<Connector, Full<Bytes>>,
}

impl Client {
    /// A client for the receiver at `url`, whose requests go through these proxies
    /// and trust these certificates too.
    pub(in crate::delivery) fn new(url: Url, proxies: &Proxies, roots: &RootCertificates) -> Self {
        let connector = Connector::new(proxies.clone(), roots).limit(CONNECT_TIMEOUT);
        let http = HyperClient::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector.clone());
        Self {
            url,
            connector,
            http,
        }
    }

    /// Where the receiver is.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    pub(super) fn request(&self, mut request: Request<Full<Bytes>>) -> ResponseFuture {
        self.connector.prepare(&mut request);
        self.http.request(request)
    }
}
