//! A tunnel through a SOCKS 5 proxy (RFC 1928, RFC 1929).

use std::future::{Ready, ready};
use std::task::{Context, Poll};

use http::Uri;
use hyper_util::client::legacy::connect::proxy::SocksV5;
use tower_service::Service;

use crate::error::ProxyFailure;
use crate::proxy::{Credentials, Proxy};
use crate::stream::Hop;

/// Has the proxy at the other end of `hop` connect to `target`, which has a port.
pub(crate) async fn tunnel(hop: Hop, target: Uri, proxy: &Proxy) -> Result<Hop, ProxyFailure> {
    let mut socks = SocksV5::new(proxy.uri().clone(), Made(Some(hop)));
    if let Credentials::UserPassword(user, password) = proxy.credentials() {
        // One byte says how long each of them is.
        if user.len() > 255 || password.len() > 255 {
            let what = "user and password may have 255 bytes each".to_owned();
            return Err(ProxyFailure::Failed(what));
        }
        socks = socks.with_auth(user.clone(), password.clone());
    }
    let tunnel = socks.call(target).await;
    tunnel.map_err(|error| ProxyFailure::Failed(error.to_string()))
}

/// A connection that is made already, as a connector.
struct Made(Option<Hop>);

impl Service<Uri> for Made {
    type Response = Hop;
    type Error = NotMade;
    type Future = Ready<Result<Hop, NotMade>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NotMade>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        ready(self.0.take().ok_or(NotMade))
    }
}

/// It was asked for twice.
#[derive(Debug, thiserror::Error)]
#[error("the connection is in use")]
struct NotMade;
