//! The name under which a request came.

use std::net::Ipv6Addr;

use http::header;
use http::request::Parts;
use http::uri::Authority;

use super::host_name::{HostName, normal};

/// The host that a request names, without its port. `None` if there is none, if there are several, or if the
/// request's target and its `Host` disagree.
pub(super) fn of(head: &Parts) -> Option<String> {
    let authority = of_header(head)?;
    match head.uri.authority() {
        Some(target) if target.host() != authority.host() => None,
        _ => Some(normal(authority.host())),
    }
}

/// The whole of `Host`, if there is exactly one.
pub(super) fn of_header(head: &Parts) -> Option<Authority> {
    let mut given = head.headers.get_all(header::HOST).iter();
    let (Some(host), None) = (given.next(), given.next()) else {
        return None;
    };
    let authority: Authority = host.to_str().ok()?.parse().ok()?;
    (!authority.as_str().contains('@')).then_some(authority)
}

/// Whether no name server outside can make a name of this: an address, `localhost`, or a name without a dot,
/// such as a container's.
pub(super) fn is_local(host: &str) -> bool {
    let is_v6 = || {
        let inside = host
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        inside.is_some_and(|inside| inside.parse::<Ipv6Addr>().is_ok())
    };
    host.parse::<std::net::Ipv4Addr>().is_ok()
        || is_v6()
        || host.ends_with(".localhost")
        || (!host.is_empty() && !host.contains(['.', ':']))
}

/// Whether the operator named this host.
pub(super) fn is_named(host: &str, allowed: &[HostName]) -> bool {
    allowed.iter().any(|name| name.is(host))
}
