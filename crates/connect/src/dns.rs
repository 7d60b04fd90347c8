use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::{GaiAddrs, GaiFuture, GaiResolver, Name};
use tower_service::Service;

/// A name that could not be looked up.
#[derive(Debug, thiserror::Error)]
#[error("the name cannot be looked up: {0}")]
pub(crate) struct LookupFailed(pub(crate) io::Error);

/// Looks names up as the system does, with an error type of its own.
#[derive(Clone)]
pub(crate) struct Resolver(GaiResolver);

impl Resolver {
    pub(crate) fn new() -> Self {
        Self(GaiResolver::new())
    }
}

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

pub(crate) struct Lookup(GaiFuture);

impl Future for Lookup {
    type Output = Result<GaiAddrs, LookupFailed>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map_err(LookupFailed)
    }
}
