//! The name under which a request came.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use http::header;
use http::request::Parts;
use http::uri::Authority;

/// The name of a machine under which the sandbox may be reached, without a port: `sandbox.internal.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostName(String);

/// Text that names no host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not the name of a host: write it without a scheme, port or path, such as sandbox.example"
)]
pub struct InvalidHostName(String);

impl FromStr for HostName {
    type Err = InvalidHostName;

    fn from_str(text: &str) -> Result<Self, InvalidHostName> {
        match text.parse::<Authority>() {
            Ok(authority) if authority.as_str() == authority.host() && !text.contains('@') => {
                Ok(Self(normal(text)))
            }
            _ => Err(InvalidHostName(text.to_owned())),
        }
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

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
    allowed.iter().any(|name| name.0 == host)
}

/// A dot at the end only says that the name is complete.
fn normal(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}
