//! Keeps other web pages out.
//!
//! A page that is open in a browser on the same machine can reach every server there: with a plain form or `fetch`, or
//! under a name of its own that resolves to loopback (DNS rebinding). Programs are not affected: of the headers that
//! are looked at here they send only `Host`.

mod host;
mod host_name;
mod page;

use http::StatusCode;
use http::request::Parts;

pub use host_name::{HostName, InvalidHostName};

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It does not name one host.
    #[error("the request has no `Host`, or several")]
    NoHost,
    /// It came under this name, which is not certainly the server's.
    #[error("`{0}` is not a name of this server: use its IP address or localhost")]
    Host(String),
    /// A web page of another origin sent it, and it may change something.
    #[error(
        "a web page of another origin sent this request, and may change nothing here: open the page from this \
         server's own address"
    )]
    OtherOrigin,
}

impl Refused {
    /// 421 (Misdirected Request, RFC 9110, 15.5.20) or 403.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoHost | Self::Host(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::OtherOrigin => StatusCode::FORBIDDEN,
        }
    }
}

/// Checks a request for a page or for its data. It must name this server by an IP address, by `localhost`, by a name
/// without a dot, or by a name in `allowed`: after DNS rebinding a `GET` carries nothing else that gives it away. And
/// it must not come from a page of another origin, unless it only reads.
///
/// # Errors
/// If it must be refused.
pub fn check(head: &Parts, allowed: &[HostName]) -> Result<(), Refused> {
    let host = host::of(head).ok_or(Refused::NoHost)?;
    if !is_ours(&host, allowed) {
        return Err(Refused::Host(host));
    }
    check_origin(head)
}

/// Checks a request for an API that asks for credentials of its own. Programs may use any name, since clients are
/// pointed at a server in many ways, but no page under such a name may.
///
/// # Errors
/// If it must be refused.
pub fn check_api(head: &Parts, allowed: &[HostName]) -> Result<(), Refused> {
    if let Some(host) = host::of(head)
        && page::sent(head)
        && !is_ours(&host, allowed)
    {
        return Err(Refused::Host(host));
    }
    check_origin(head)
}

fn is_ours(host: &str, allowed: &[HostName]) -> bool {
    host::is_local(host) || host::is_named(host, allowed)
}

fn check_origin(head: &Parts) -> Result<(), Refused> {
    if page::is_foreign(head) {
        return Err(Refused::OtherOrigin);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
