//! What brokers have in common: an address with host and port, and who publishes.

use std::fmt;

use uip_contract::Secret;
use uip_contract::config::{Given, Section};
use url::{Host, Url};

/// Where a broker listens. Its `Display` is `host:port`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BrokerAddress {
    /// A name or an IP address; one of version 6 without brackets.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// Whether the connection is TLS, and nothing is sent without it.
    pub tls: bool,
}

impl fmt::Display for BrokerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, .. } = self;
        if host.contains(':') {
            write!(f, "[{host}]:{port}")
        } else {
            write!(f, "{host}:{port}")
        }
    }
}

impl BrokerAddress {
    pub(super) fn of(url: &Url, port: u16, tls: bool) -> Result<Self, String> {
        let host = match url.host() {
            Some(Host::Domain(name)) if !name.is_empty() => name.to_owned(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            _ => return Err("names no host".to_owned()),
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            tls,
        })
    }
}

/// A user and its password.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Login {
    /// `user`.
    pub user: String,
    /// `password`.
    pub password: Secret,
}

impl Login {
    /// Reads `user` and `password`, or takes them from the URL.
    pub(super) fn read(section: &mut Section<'_>, of_url: Option<Self>) -> Option<Self> {
        let user = section.text("user");
        let password = section.secret("password");
        let (has_user, has_password) = (section.is_given("user"), section.is_given("password"));
        if of_url.is_some() && (has_user || has_password) {
            let key = if has_user { "user" } else { "password" };
            section.wrong(key, "is in `deliver`, too; give it once");
            return None;
        }
        if has_user && !has_password {
            section.wrong("password", "is missing; `user` needs it");
        }
        if has_password && !has_user {
            section.wrong("user", "is missing; `password` needs it");
        }
        let given = user.zip(password);
        given
            .map(|(user, password)| Self { user, password })
            .or(of_url)
    }

    /// The user and the password in a URL. They are allowed only in one that is
    /// kept out of the configuration.
    pub(super) fn of_url(url: &Url, given: &Given) -> Result<Option<Self>, String> {
        if url.username().is_empty() && url.password().is_none() {
            return Ok(None);
        }
        if given.written_out {
            return Err(
                "contains a user or a password; use `user` and `password`, or keep the whole value out of the configuration: { env = \"NAME\" } or { file = \"PATH\" }"
                    .to_owned(),
            );
        }
        let (Some(user), Some(password)) =
            (decoded(url.username()), url.password().and_then(decoded))
        else {
            return Err("contains a user without a password, or one that is not UTF-8".to_owned());
        };
        Ok(Some(Self {
            user,
            password: Secret::new(password),
        }))
    }
}

/// A part of a URL without percent-encoding, if it is UTF-8.
pub(super) fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
