//! A tunnel through an HTTP proxy (RFC 9110, 9.3.6).
//!
//! `hyper_util` has one that keeps the proxy's status to itself; what to do next depends on it.

use std::future::poll_fn;

use bytes::Bytes;
use http::header::{HOST, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderValue, Request};
use http_body_util::Empty;
use hyper::client::conn::http1;

use crate::error::{ProxyFailure, innermost};
use crate::stream::Hop;

/// Has the proxy at the other end of `hop` connect to `target` (host and port).
pub(crate) async fn tunnel(
    hop: Hop,
    target: &str,
    authorization: Option<&HeaderValue>,
) -> Result<Hop, ProxyFailure> {
    let failed = |error: &hyper::Error| ProxyFailure::Failed(innermost(error));
    let mut request = Request::connect(target).header(HOST, target);
    if let Some(authorization) = authorization {
        request = request.header(PROXY_AUTHORIZATION, authorization);
    }
    let request = request
        .body(Empty::<Bytes>::new())
        .map_err(|error| ProxyFailure::Failed(error.to_string()))?;

    let (mut sender, mut connection) = http1::handshake(hop)
        .await
        .map_err(|error| failed(&error))?;
    let answer = sender.send_request(request);
    tokio::pin!(answer);
    let mut is_over = false;
    let answer = tokio::select! {
        biased;
        answer = &mut answer => answer,
        ended = poll_fn(|cx| connection.poll_without_shutdown(cx)) => {
            is_over = true;
            match answer.await {
                Ok(answer) => Ok(answer),
                // The connection knows better what happened to it.
                Err(error) => Err(ended.err().unwrap_or(error)),
            }
        }
    };
    let answer = answer.map_err(|error| failed(&error))?;
    if !answer.status().is_success() {
        return Err(ProxyFailure::Refused {
            status: answer.status(),
            had_credentials: authorization.is_some(),
            offers: offers(answer.headers()),
        });
    }
    drop(answer);
    if !is_over {
        let ended = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
        ended.map_err(|error| failed(&error))?;
    }
    let parts = connection.into_parts();
    if parts.read_buf.is_empty() {
        Ok(parts.io)
    } else {
        // Neither TLS nor HTTP lets a server speak first.
        Err(ProxyFailure::Failed(
            "it sent more than its answer".to_owned(),
        ))
    }
}

/// The names of the authentication schemes that a proxy offers.
pub(crate) fn offers(headers: &HeaderMap) -> Vec<String> {
    let names = headers
        .get_all(PROXY_AUTHENTICATE)
        .iter()
        .filter_map(|offer| {
            let name = offer.to_str().ok()?.split([' ', ',']).next()?;
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
            (!name.is_empty() && name.len() < 30 && name.chars().all(is_name))
                .then(|| name.to_owned())
        });
    names.take(5).collect()
}
