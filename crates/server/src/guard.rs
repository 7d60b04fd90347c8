//! Keeps web pages away from what is served without a token.
//!
//! Commands and their description ask for a bearer token, which no page has and
//! no browser adds by itself, and notifications are signed. `/healthz`, `/readyz`
//! and `/metrics` ask for nothing: they change nothing, and no other origin can
//! read them, but a page whose name resolves to loopback (DNS rebinding) is of
//! the same origin.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use http::header::{HOST, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderValue, StatusCode};

use crate::http_server::refusal_log::Refused;
use crate::metrics::Metrics;

/// What the metrics call a request that was refused here.
const REASON: &str = "wrong-host";

const MISDIRECTED: &str =
    "421 this server listens on loopback: ask for it as 127.0.0.1, [::1] or localhost\n";

/// Serves these routes only under names that mean this machine, if the server
/// listens on loopback. On another address it may be known under any name.
pub(crate) fn local(router: Router, listens: SocketAddr, metrics: &Arc<Metrics>) -> Router {
    let metrics = Arc::clone(metrics);
    let is_loopback = listens.ip().is_loopback();
    router.route_layer(middleware::from_fn(move |request: Request, next: Next| {
        let metrics = Arc::clone(&metrics);
        async move {
            let (head, body) = request.into_parts();
            let mut response = if is_loopback && !is_asked_locally(&head) {
                metrics.refuse(&Refused {
                    reason: REASON,
                    ..Refused::default()
                });
                (StatusCode::MISDIRECTED_REQUEST, MISDIRECTED).into_response()
            } else {
                next.run(Request::from_parts(head, body)).await
            };
            let headers = response.headers_mut();
            headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
            response
        }
    }))
}

/// Whether a request names a host that no name server outside can make a name of
/// this machine: an address, `localhost`, or a name without a dot. Without `Host`
/// it comes from no browser.
fn is_asked_locally(head: &Parts) -> bool {
    let mut hosts = head.headers.get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => true,
        (Some(host), None) => {
            let authority = host
                .to_str()
                .ok()
                .and_then(|host| host.parse::<Authority>().ok());
            authority.is_some_and(|authority| is_local(authority.host()))
        }
        _ => false,
    }
}

fn is_local(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let inside = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    host.parse::<IpAddr>().is_ok()
        || inside.is_some_and(|inside| inside.parse::<Ipv6Addr>().is_ok())
        || host.ends_with(".localhost")
        || (!host.is_empty() && !host.contains(['.', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(hosts: &[&str]) -> bool {
        let mut request = http::Request::get("/metrics");
        for host in hosts {
            request = request.header(HOST, *host);
        }
        is_asked_locally(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn only_names_that_mean_this_machine_are_local() {
        for host in [
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "LOCALHOST.",
            "uip",
            "10.0.0.1",
        ] {
            assert!(asked(&[host]), "{host}");
        }
        for host in [
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "",
            "a b",
        ] {
            assert!(!asked(&[host]), "{host}");
        }
        assert!(asked(&[]));
        assert!(!asked(&["localhost", "evil.example"]));
    }
}
