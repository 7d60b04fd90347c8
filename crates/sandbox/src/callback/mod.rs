//! The business's callback: notifications are posted to it, after a check that it belongs to whoever names it.

mod delivery;
mod verification;
mod webhooks;

use bytes::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

pub(crate) use delivery::{deliver_for_ever, post_again};
pub use verification::VerifyError;
pub(crate) use verification::verify;
pub(crate) use webhooks::call_for_ever;

type HttpClient = Client<HttpConnector, Full<Bytes>>;

fn client() -> HttpClient {
    Client::builder(TokioExecutor::new()).build(HttpConnector::new())
}

/// An error in one line, with its causes.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}
