//! A name under which a server may be reached.

use std::fmt;
use std::str::FromStr;

use http::uri::Authority;

/// The name of a machine under which a server may be reached, without a port: `sandbox.internal.example`.
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

impl HostName {
    /// Whether `host` is this name. It is given as [`normal`] writes it.
    pub(super) fn is(&self, host: &str) -> bool {
        self.0 == host
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A dot at the end only says that the name is complete.
pub(super) fn normal(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}
