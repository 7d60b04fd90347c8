//! Where a service answers.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// How the connection is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Without TLS: for a sandbox on the same machine or network.
    Http,
    /// With TLS.
    Https,
}

/// Scheme, host and optional port. There is no path prefix: the contract
/// gives the property none, and a path would have to be checked against every
/// request that is put behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    scheme: Scheme,
    authority: String,
}

impl BaseUrl {
    /// Parses a URL: `http://` or `https://`, a host
    /// name, an IPv4 address or an IPv6 address in square brackets, an
    /// optional port, an optional `/` at the end. What is taken names the same
    /// host to everybody who follows the URL standard.
    ///
    /// # Errors
    /// When there is anything else in it: user name, path, query, fragment,
    /// spaces.
    pub fn parse(value: &str) -> Result<Self, InvalidBaseUrl> {
        let url = value.trim_ascii();
        let (scheme, rest) = match url.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (Scheme::Https, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (Scheme::Http, rest),
            _ => return Err(InvalidBaseUrl::Scheme),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains('@') {
            return Err(InvalidBaseUrl::Credentials);
        }
        if authority.contains(['/', '?', '#', '\\']) {
            return Err(InvalidBaseUrl::Path);
        }
        let (host, port) = split_port(authority);
        if !is_host(host) {
            return Err(InvalidBaseUrl::Host);
        }
        if port.is_some_and(|port| !is_port(port)) {
            return Err(InvalidBaseUrl::Port);
        }
        Ok(Self {
            scheme,
            authority: authority.to_ascii_lowercase(),
        })
    }

    /// `https://` and a host that is known to be one, as the default of a property.
    pub fn https(host: &'static str) -> Self {
        Self {
            scheme: Scheme::Https,
            authority: host.to_owned(),
        }
    }

    /// How the connection is made.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Host and, where it is given, port; in lower case.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The host alone.
    pub fn host(&self) -> &str {
        split_port(&self.authority).0
    }
}

/// Why a text is not a [`BaseUrl`]. `Display` writes the end of a sentence that
/// begins with `must`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidBaseUrl {
    /// It begins with neither `https://` nor `http://`.
    Scheme,
    /// It has a user name or a password, so it must not be shown.
    Credentials,
    /// It has a path, a query or a fragment.
    Path,
    /// Its host is not a host, or not the same one to everybody.
    Host,
    /// Its port is not from 1 to 65535.
    Port,
}

impl fmt::Display for InvalidBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "begin with https:// or http://",
            Self::Credentials => "not contain a user name or password",
            Self::Path => "end after the host and its port, without a path or query",
            Self::Host => {
                "name a host: a name in ASCII without labels that begin with xn--, an IPv4 \
                 address in four decimal numbers, or an IPv6 address in square brackets"
            }
            Self::Port => "have a port from 1 to 65535",
        })
    }
}

impl std::error::Error for InvalidBaseUrl {}

/// Splits at the last colon that is not part of an IPv6 address.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// Whether a host is read by everybody as it is written. The URL standard,
/// which hosts follow, reads a host that ends in a number as an IPv4 address
/// in one of several notations (`1` is `0.0.0.1`), and refuses most labels
/// that begin with `xn--`: only the usual notation is taken, and none of these
/// labels.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').map(str::parse::<Ipv6Addr>);
        return address.is_some_and(|address| address.is_ok());
    }
    if host.rsplit('.').next().is_some_and(is_number) {
        return host.parse::<Ipv4Addr>().is_ok();
    }
    host.len() <= 253 && host.split('.').all(is_label)
}

/// Whether the URL standard takes a host's last label for a number: decimal
/// digits, or `0x` and hexadecimal digits if any.
fn is_number(label: &str) -> bool {
    let bytes = label.as_bytes();
    match bytes {
        [b'0', b'x' | b'X', digits @ ..] => digits.iter().all(u8::is_ascii_hexdigit),
        digits => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
    }
}

fn is_label(label: &str) -> bool {
    let is_encoded = label
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
    !label.is_empty()
        && !is_encoded
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok_and(|number| number != 0)
}
