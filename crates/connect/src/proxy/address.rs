use std::fmt;
use std::str::FromStr;

use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::Matcher;

/// A proxy's address, with the user and password if it wants them. They are never shown.
///
/// Written as `http://host:port`, `https://host:port` (TLS to the proxy itself) or `socks5://host:port`, with
/// `user:password@` before the host if needed; characters such as `@`, `/` and `%` in them are
/// percent-encoded. Without a scheme it is `http`; without a port 80, 443 or 1080.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    kind: Kind,
    /// Where the connection goes: `http` or `https`, with the port.
    uri: Uri,
    credentials: Credentials,
}

/// How a proxy is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Http,
    Https,
    /// The proxy looks names up, with `socks5` as with `socks5h`: looking them up here would block a thread,
    /// and often is not possible where a proxy is needed.
    Socks5,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Credentials {
    None,
    Basic(HeaderValue),
    UserPassword(String, String),
}

/// Text that is not a proxy address. It is not shown, because it may contain a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a proxy's address such as http://proxy.example:3128, https://…, socks5://…, or with \
     user:password@ before the host and characters such as @ / % # in them percent-encoded"
)]
pub struct InvalidProxy;

impl FromStr for Proxy {
    type Err = InvalidProxy;

    fn from_str(text: &str) -> Result<Self, InvalidProxy> {
        let text = text.trim();
        if !is_bare(text) {
            return Err(InvalidProxy);
        }
        let any = Uri::from_static("https://target.invalid");
        let parsed = Matcher::builder().all(text).build();
        let parsed = parsed.intercept(&any).ok_or(InvalidProxy)?;
        let (kind, scheme, usual) = match parsed.uri().scheme_str() {
            Some("http") => (Kind::Http, Scheme::HTTP, 80),
            Some("https") => (Kind::Https, Scheme::HTTPS, 443),
            Some("socks5" | "socks5h") => (Kind::Socks5, Scheme::HTTP, 1080),
            _ => return Err(InvalidProxy),
        };
        let authority = parsed.uri().authority().ok_or(InvalidProxy)?;
        let (host, port) = (authority.host(), authority.port_u16());
        // No second user, and no port that is not a number: the parser lets both through.
        let whole = port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        if host.is_empty() || whole != authority.as_str() {
            return Err(InvalidProxy);
        }
        let authority: Authority = format!("{host}:{}", port.unwrap_or(usual))
            .parse()
            .map_err(|_| InvalidProxy)?;
        let uri = Uri::builder()
            .scheme(scheme)
            .authority(authority)
            .path_and_query(PathAndQuery::from_static("/"))
            .build()
            .map_err(|_| InvalidProxy)?;
        let credentials = match (parsed.basic_auth(), parsed.raw_auth()) {
            (Some(header), _) => Credentials::Basic(header.clone()),
            (None, Some((user, password))) => {
                Credentials::UserPassword(user.to_owned(), password.to_owned())
            }
            (None, None) => Credentials::None,
        };
        Ok(Self {
            kind,
            uri,
            credentials,
        })
    }
}

/// Whether there is nothing after the host and port: a `/`, `?` or `#` there is more often part of a password
/// that is not percent-encoded.
fn is_bare(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    !rest.contains(['/', '?', '#'])
}

impl Proxy {
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// What proves to an HTTP proxy who asks.
    pub(crate) fn authorization(&self) -> Option<&HeaderValue> {
        match &self.credentials {
            Credentials::Basic(header) => Some(header),
            _ => None,
        }
    }
}

/// Without user and password.
impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.kind {
            Kind::Http => "http",
            Kind::Https => "https",
            Kind::Socks5 => "socks5",
        };
        let authority = self.uri.authority().map_or("", Authority::as_str);
        write!(f, "{scheme}://{authority}")
    }
}

/// Without user and password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(text: &str) -> Proxy {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_is_read_with_its_scheme_and_port() {
        for (text, shown) in [
            ("http://proxy.example:3128", "http://proxy.example:3128"),
            ("http://proxy.example:3128/", "http://proxy.example:3128"),
            ("proxy.example:3128", "http://proxy.example:3128"),
            (" http://proxy.example ", "http://proxy.example:80"),
            ("https://proxy.example", "https://proxy.example:443"),
            ("socks5://proxy.example", "socks5://proxy.example:1080"),
            ("socks5h://[::1]:9050", "socks5://[::1]:9050"),
            ("u:p@proxy.example:3128", "http://proxy.example:3128"),
        ] {
            assert_eq!(proxy(text).to_string(), shown, "{text}");
        }
    }

    #[test]
    fn user_and_password_are_percent_decoded_and_never_shown() {
        let http = proxy("http://Ada:open%40se%2Fsame@proxy.example:3128");
        let header = http.authorization().unwrap();
        // "Ada:open@se/same" in base64.
        assert_eq!(header.as_bytes(), b"Basic QWRhOm9wZW5Ac2Uvc2FtZQ==");
        let socks = proxy("socks5://Ada:open%40se%2Fsame@proxy.example:3128");
        assert!(matches!(
            socks.credentials(),
            Credentials::UserPassword(user, password) if user == "Ada" && password == "open@se/same"
        ));
        for proxy in [http, socks] {
            let shown = format!(
                "{proxy} {proxy:?} {:?}",
                super::super::Proxies::all(proxy.clone())
            );
            for secret in ["Ada", "open", "QWRh"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_shown() {
        for text in [
            "",
            "http://",
            "http://:3128",
            "ftp://proxy.example",
            "socks4://proxy.example",
            "http://secret@ss@proxy.example:3128",
            "http://user:sec ret@proxy.example",
            "http://user:sec/ret@proxy.example:3128",
            "http://user:1/sec@proxy.example:3128",
            "http://user:sec#ret@proxy.example:3128",
            "http://user:sec?ret@proxy.example:3128",
            "http//proxy.example:3128",
            "http://proxy.example:notaport",
        ] {
            let error = text.parse::<Proxy>().unwrap_err().to_string();
            assert!(!error.contains("sec"), "{text}");
        }
    }
}
