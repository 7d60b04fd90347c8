//! What brokers have in common: an address with host and port, and who publishes.

use std::fmt;

use uip_connect::{ClientIdentity, InvalidIdentity};
use uip_contract::Secret;
use uip_contract::config::{Given, Section};
use url::{Host, Url};

use super::parsed;

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

/// Where the nodes of a broker listen, in the order in which they are tried: one, or
/// several that a list names. Its `Display` is their addresses with ` or ` between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokerAddresses {
    first: BrokerAddress,
    others: Vec<BrokerAddress>,
}

impl BrokerAddresses {
    /// The first of them, and then the others.
    pub fn iter(&self) -> impl Iterator<Item = &BrokerAddress> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Whether every connection is TLS, and nothing is sent without it.
    pub fn tls(&self) -> bool {
        self.first.tls
    }

    /// The hosts alone.
    pub(crate) fn hosts(&self) -> String {
        let hosts: Vec<&str> = self.iter().map(|address| address.host.as_str()).collect();
        hosts.join(", ")
    }

    /// Reads the first address, and the others of a list, which differ from it in host
    /// and port alone.
    pub(super) fn read(
        section: &Section<'_>,
        (first, given): (&Url, &Given),
        others: &[(String, Given)],
        address: impl Fn(&Url) -> Result<BrokerAddress, String>,
    ) -> Result<Self, String> {
        let login = Login::of_url(first, given)?;
        let other = |given: &Given| {
            let url = parsed(given)?;
            if url.scheme() != first.scheme() {
                return Err(format!(
                    "does not begin with {}:// like the first one",
                    first.scheme()
                ));
            }
            if Login::of_url(&url, given)? != login {
                return Err("has another user or password than the first one".to_owned());
            }
            let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
            if path(&url) != path(first) || url.query().is_some() || url.fragment().is_some() {
                return Err("differs from the first one in more than host and port".to_owned());
            }
            address(&url)
        };
        let others = others.iter().filter_map(|(key, given)| {
            let read = other(given).map_err(|problem| section.wrong(key, problem));
            read.ok()
        });
        Ok(Self {
            first: address(first)?,
            others: others.collect(),
        })
    }
}

impl fmt::Display for BrokerAddresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        self.others
            .iter()
            .try_for_each(|address| write!(f, " or {address}"))
    }
}

/// Reads `clientCertificate` and `clientKey`. `scheme` is what an address begins with
/// whose connections are TLS.
pub(super) fn identity(
    section: &mut Section<'_>,
    tls: bool,
    scheme: &str,
) -> Option<ClientIdentity> {
    const CERTIFICATE: &str = "clientCertificate";
    const KEY: &str = "clientKey";
    let certificate = section.given(CERTIFICATE);
    let key = section.secret(KEY);
    let (has_certificate, has_key) = (section.is_given(CERTIFICATE), section.is_given(KEY));
    if has_certificate && !has_key {
        section.wrong(KEY, format!("is missing; `{CERTIFICATE}` needs it"));
    }
    if has_key && !has_certificate {
        section.wrong(CERTIFICATE, format!("is missing; `{KEY}` needs it"));
    }
    if has_certificate && !tls {
        section.wrong(
            CERTIFICATE,
            format!("needs TLS: begin `deliver` with {scheme}"),
        );
    }
    let (certificate, key) = certificate.zip(key)?;
    ClientIdentity::from_pem(certificate.text.expose(), key.expose())
        .map_err(|problem| match problem {
            InvalidIdentity::Certificate => section.wrong(CERTIFICATE, problem),
            _ => section.wrong(KEY, problem),
        })
        .ok()
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
