//! The header that proves the right to make a request.

use std::fmt;

use base64::Engine as _;

use crate::BASE64;

/// The header `Authorization`. What it holds is never shown by `Debug`, and is
/// redacted from whatever an engine says about the request.
#[derive(Clone, Copy)]
pub enum Authorization<'a> {
    /// Without the header.
    None,
    /// `Bearer` and a token (RFC 6750). The token is visible ASCII.
    Bearer(&'a str),
    /// `OAuth` and a token, as Meta's resumable uploads have it. The token is
    /// visible ASCII.
    OAuth(&'a str),
    /// `Basic` and the base64 of user and password (RFC 7617).
    Basic {
        /// The user's name: no `:`.
        user: &'a str,
        /// The password.
        password: &'a str,
    },
}

impl Authorization<'_> {
    /// The header's value, if there is a header.
    pub(super) fn header(&self) -> Option<String> {
        let scheme = match self {
            Self::None => return None,
            Self::Bearer(_) => "Bearer",
            Self::OAuth(_) => "OAuth",
            Self::Basic { .. } => "Basic",
        };
        Some(format!("{scheme} {}", self.credentials()))
    }

    /// What follows the scheme in the header, which must not be shown either; empty
    /// where there is no header.
    pub fn credentials(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Bearer(token) | Self::OAuth(token) => (*token).to_owned(),
            Self::Basic { user, password } => BASE64.encode(format!("{user}:{password}")),
        }
    }

    /// What must not be shown; empty where there is nothing.
    pub(super) fn secret(&self) -> &str {
        match self {
            Self::None => "",
            Self::Bearer(secret)
            | Self::OAuth(secret)
            | Self::Basic {
                password: secret, ..
            } => secret,
        }
    }
}

impl fmt::Debug for Authorization<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Bearer(_) => "Bearer([redacted])",
            Self::OAuth(_) => "OAuth([redacted])",
            Self::Basic { .. } => "Basic([redacted])",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Authorization;

    #[test]
    fn the_documented_example_has_the_documented_header() {
        // RFC 7617, section 2.
        let basic = Authorization::Basic {
            user: "Aladdin",
            password: "open sesame",
        };
        assert_eq!(
            basic.header().as_deref(),
            Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        );
        assert_eq!(
            Authorization::Bearer("t").header().as_deref(),
            Some("Bearer t")
        );
        assert_eq!(
            Authorization::OAuth("t").header().as_deref(),
            Some("OAuth t")
        );
        assert_eq!(Authorization::None.header(), None);
    }

    #[test]
    fn debug_shows_no_secret() {
        for authorization in [
            Authorization::Bearer("open sesame"),
            Authorization::OAuth("open sesame"),
            Authorization::Basic {
                user: "Aladdin",
                password: "open sesame",
            },
        ] {
            assert!(!format!("{authorization:?}").contains("sesame"));
            assert_eq!(authorization.secret(), "open sesame");
        }
    }
}
