use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use http::uri::Scheme;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::ClientConfig;
use tower_service::Service;

use crate::dns::{LookupFailed, Resolver};
use crate::error::{ConnectError, ProxyError, ProxyFailure, causes, innermost};
use crate::proxy::{Kind, Proxies, Proxy};
use crate::stream::{Hop, Stream};
use crate::{certificate, socks, tunnel};

type Http = HttpConnector<Resolver>;

/// Opens the connection below TLS: to the target, or through its proxy.
#[derive(Clone)]
pub(crate) struct Route {
    direct: Http,
    /// To proxies, some of which are spoken to with TLS.
    to_proxy: HttpsConnector<Http>,
    proxies: Arc<Proxies>,
    note: Option<Arc<str>>,
}

impl Route {
    pub(crate) fn new(
        proxies: Arc<Proxies>,
        config: Arc<ClientConfig>,
        note: Option<Arc<str>>,
    ) -> Self {
        let mut direct = HttpConnector::new_with_resolver(Resolver::new());
        direct.enforce_http(false);
        // Without it a small request waits for the acknowledgement of the last.
        direct.set_nodelay(true);
        Self {
            to_proxy: HttpsConnector::from((direct.clone(), config)),
            direct,
            proxies,
            note,
        }
    }
}

impl Service<Uri> for Route {
    type Response = Stream;
    type Error = ConnectError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, ConnectError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        // The connectors that it is made of are always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        if let Some(proxy) = self.proxies.for_target(&target).cloned() {
            let connecting = self.to_proxy.call(proxy.uri().clone());
            let note = self.note.clone();
            return Box::pin(async move {
                let unreachable = |error: Box<dyn StdError + Send + Sync>| {
                    let why = unreachable(&proxy, error.as_ref(), note.as_deref());
                    ProxyFailure::Unreachable(why)
                };
                let through = match connecting.await.map_err(unreachable) {
                    Ok(hop) => through(hop, &target, &proxy).await,
                    Err(failure) => Err(failure),
                };
                through.map_err(|failure| {
                    ConnectError::Proxy(ProxyError {
                        proxy: proxy.to_string(),
                        target: place(&target),
                        failure,
                    })
                })
            });
        }
        let connecting = self.direct.call(target.clone());
        Box::pin(async move {
            match connecting.await {
                Ok(tcp) => Ok(Stream::to_target(Hop::Http(tcp))),
                Err(error) => Err(direct(&target, &error)),
            }
        })
    }
}

/// What a proxy makes of a connection to it.
async fn through(hop: Hop, target: &Uri, proxy: &Proxy) -> Result<Stream, ProxyFailure> {
    match proxy.kind() {
        Kind::Socks5 => {
            let target = with_port(target);
            Ok(Stream::to_target(socks::tunnel(hop, target, proxy).await?))
        }
        // Plain requests are for the proxy to read, as every proxy allows; many allow tunnels to port 443 alone.
        Kind::Http | Kind::Https if target.scheme() != Some(&Scheme::HTTPS) => {
            Ok(Stream::to_proxy(hop))
        }
        Kind::Http | Kind::Https => {
            let target = place(target);
            let tunnel = tunnel::tunnel(hop, &target, proxy.authorization());
            Ok(Stream::to_target(tunnel.await?))
        }
    }
}

/// Why the connection to a target failed.
fn direct(target: &Uri, error: &(dyn StdError + 'static)) -> ConnectError {
    for cause in causes(error) {
        if let Some(LookupFailed(error)) = cause.downcast_ref() {
            return ConnectError::Lookup {
                host: target.host().unwrap_or_default().to_owned(),
                error: again(error),
            };
        }
    }
    let error = causes(error).find_map(|cause| cause.downcast_ref::<io::Error>());
    ConnectError::Tcp {
        target: place(target),
        error: error.map_or_else(|| io::Error::other("no address"), again),
    }
}

/// Why the connection to a proxy failed.
fn unreachable(proxy: &Proxy, error: &(dyn StdError + 'static), note: Option<&str>) -> String {
    let tls = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>());
    if let Some(rustls::Error::InvalidCertificate(error)) = tls {
        return certificate::problem(proxy.uri().host().unwrap_or_default(), error, note);
    }
    let lookup = causes(error).find_map(|cause| cause.downcast_ref::<LookupFailed>());
    lookup.map_or_else(|| innermost(error), ToString::to_string)
}

/// The same error: it cannot be cloned.
fn again(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// Host and port.
pub(crate) fn place(target: &Uri) -> String {
    let usual = if target.scheme() == Some(&Scheme::HTTPS) {
        443
    } else {
        80
    };
    let (host, port) = (target.host(), target.port_u16());
    format!("{}:{}", host.unwrap_or_default(), port.unwrap_or(usual))
}

/// The target with its port, which for `http` is not what a tunnel takes for granted.
fn with_port(target: &Uri) -> Uri {
    let place = place(target);
    place.parse().unwrap_or_else(|_| target.clone())
}
