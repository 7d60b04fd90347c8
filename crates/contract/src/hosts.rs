use std::fmt;
use std::str::FromStr;

use http::Uri;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::{Host, Url};

/// One place that guests may send requests to: a scheme, a host and a port.
///
/// It is written as a URL without a path: `https://api.example.com`,
/// `http://127.0.0.1:8080`. A host without a scheme means `https`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AllowedHost {
    https: bool,
    /// Lower case; an IPv6 address without its brackets.
    host: String,
    port: u16,
}

/// Text that names no place a request can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a host: write `https://api.example.com`, `http://127.0.0.1:8080` or `api.example.com`"
)]
pub struct InvalidAllowedHost(String);

impl FromStr for AllowedHost {
    type Err = InvalidAllowedHost;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidAllowedHost(text.to_owned());
        let url = if text.contains("://") {
            Url::parse(text)
        } else {
            Url::parse(&format!("https://{text}"))
        };
        let url = url.map_err(|_| invalid())?;
        let bare = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        Self::of_url(&url).filter(|_| bare).ok_or_else(invalid)
    }
}

impl AllowedHost {
    /// The place that an absolute `http` or `https` URL leads to.
    pub fn of_url(url: &Url) -> Option<Self> {
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = match url.host()? {
            Host::Domain(name) => normal(name),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        Some(Self {
            https,
            host,
            port: url.port_or_known_default()?,
        })
    }

    /// The place that a request goes to.
    fn of_request(uri: &Uri) -> Option<Self> {
        // The same parser as for the list, so that no spelling of a host is
        // read in two ways.
        let authority = uri.authority()?;
        if authority.as_str().contains('@') {
            return None;
        }
        Self::of_url(&Url::parse(&format!("{}://{authority}", uri.scheme_str()?)).ok()?)
    }
}

/// A trailing dot only says that the name is complete.
fn normal(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

impl Serialize for AllowedHost {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AllowedHost {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for AllowedHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, usual) = if self.https {
            ("https", 443)
        } else {
            ("http", 80)
        };
        if self.host.contains(':') {
            write!(f, "{scheme}://[{}]", self.host)?;
        } else {
            write!(f, "{scheme}://{}", self.host)?;
        }
        if self.port == usual {
            Ok(())
        } else {
            write!(f, ":{}", self.port)
        }
    }
}

/// The places that guests of an instance may send requests to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowedHosts(Vec<AllowedHost>);

impl AllowedHosts {
    /// Whether a request to `uri` may leave. The scheme counts: a host that is
    /// allowed for `https` is not reached by `http`.
    pub fn allow(&self, uri: &Uri) -> bool {
        AllowedHost::of_request(uri).is_some_and(|place| self.0.contains(&place))
    }

    /// The places, in the order in which they were named.
    pub fn iter(&self) -> std::slice::Iter<'_, AllowedHost> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a AllowedHosts {
    type Item = &'a AllowedHost;
    type IntoIter = std::slice::Iter<'a, AllowedHost>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<AllowedHost> for AllowedHosts {
    fn from_iter<I: IntoIterator<Item = AllowedHost>>(hosts: I) -> Self {
        let mut unique = Vec::new();
        for host in hosts {
            if !unique.contains(&host) {
                unique.push(host);
            }
        }
        Self(unique)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(texts: &[&str]) -> AllowedHosts {
        texts
            .iter()
            .map(|text| text.parse::<AllowedHost>().unwrap())
            .collect()
    }

    fn allows(hosts: &AllowedHosts, uri: &str) -> bool {
        hosts.allow(&uri.parse().unwrap())
    }

    #[test]
    fn a_host_is_allowed_on_its_own_scheme_and_port_alone() {
        let hosts = hosts(&["https://api.example.com"]);
        assert!(allows(&hosts, "https://api.example.com/v1?x=1"));
        assert!(allows(&hosts, "https://API.example.com:443/"));
        assert!(allows(&hosts, "https://api.example.com./"));
        assert!(!allows(&hosts, "http://api.example.com/"));
        assert!(!allows(&hosts, "http://api.example.com:443/"));
        assert!(!allows(&hosts, "https://api.example.com:8443/"));
        assert!(!allows(&hosts, "https://api.example.com.evil.test/"));
        assert!(!allows(&hosts, "https://evil.test/api.example.com"));
        assert!(!allows(&hosts, "https://api.example.com@evil.test/"));
        assert!(!allows(&hosts, "https://user@api.example.com/"));
    }

    #[test]
    fn a_host_without_a_scheme_means_https() {
        assert_eq!(
            hosts(&["api.example.com"]),
            hosts(&["https://api.example.com:443/"])
        );
    }

    #[test]
    fn addresses_are_hosts_too() {
        let hosts = hosts(&["http://127.0.0.1:8080", "http://[::1]:8080"]);
        assert!(allows(&hosts, "http://127.0.0.1:8080/x"));
        assert!(allows(&hosts, "http://[::1]:8080/x"));
        assert!(!allows(&hosts, "http://127.0.0.1/x"));
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for text in [
            "",
            "ftp://example.com",
            "https://example.com/path",
            "https://",
            "a b",
            "https://u:p@h",
        ] {
            assert!(text.parse::<AllowedHost>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_host_is_shown_as_it_can_be_written() {
        for text in [
            "https://api.example.com",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
        ] {
            assert_eq!(text.parse::<AllowedHost>().unwrap().to_string(), text);
        }
    }
}
