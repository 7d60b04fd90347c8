use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

/// Hosts that are reached without a proxy, as curl reads `NO_PROXY`: a list with commas or spaces of names
/// (`example.com` includes its subdomains), IP addresses, networks (`10.0.0.0/8`), or `*` for all.
#[derive(Clone, Default)]
pub struct ProxyExceptions(Option<Arc<List>>);

struct List {
    /// As it was normalised.
    text: String,
    all: bool,
    /// Answers whether a host is on the list: it knows curl's rules.
    matcher: Matcher,
}

impl ProxyExceptions {
    /// Reads a list. Every text is one; what cannot be a host's name matches none.
    pub fn new(list: &str) -> Self {
        let entries: Vec<&str> = list
            .split([',', ' ', '\t', '\n', '\r'])
            .map(|entry| entry.trim_matches(['[', ']']))
            .filter(|entry| !entry.is_empty())
            .collect();
        if entries.is_empty() {
            return Self(None);
        }
        let text = entries.join(",");
        Self(Some(Arc::new(List {
            // The matcher takes it for names alone, not for addresses.
            all: entries.contains(&"*"),
            matcher: Matcher::builder()
                .all("http://proxy.invalid")
                .no(&text)
                .build(),
            text,
        })))
    }

    /// Whether `host` (an IPv6 address in brackets) is on the list.
    pub fn contain(&self, host: &str) -> bool {
        let Some(list) = &self.0 else {
            return false;
        };
        let target = Uri::builder()
            .scheme("http")
            .authority(complete(host))
            .path_and_query("/")
            .build();
        list.all || target.is_ok_and(|target| list.matcher.intercept(&target).is_none())
    }
}

impl fmt::Debug for ProxyExceptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = self.0.as_ref().map_or("", |list| &list.text);
        write!(f, "ProxyExceptions({list})")
    }
}

impl PartialEq for ProxyExceptions {
    fn eq(&self, other: &Self) -> bool {
        let text = |this: &Self| this.0.as_ref().map(|list| list.text.clone());
        text(self) == text(other)
    }
}

impl Eq for ProxyExceptions {}

/// Whether a host's name or address means this machine.
pub(super) fn is_this_machine(host: &str) -> bool {
    let host = complete(host).to_ascii_lowercase();
    if host == "localhost" || host.ends_with(".localhost") {
        return true;
    }
    let inside = host.trim_start_matches('[').trim_end_matches(']');
    match inside.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => address.is_loopback(),
        Ok(IpAddr::V6(address)) => {
            let v4 = Ipv6Addr::to_ipv4_mapped(&address);
            address.is_loopback() || v4.is_some_and(|v4| v4.is_loopback())
        }
        Err(_) => false,
    }
}

/// A dot at the end only says that the name is complete.
fn complete(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_their_subdomains_and_networks_for_their_addresses() {
        let list =
            ProxyExceptions::new("example.com, .corp.example 10.0.0.0/8,[2001:db8::1],192.168.1.7");
        for host in [
            "example.com",
            "EXAMPLE.com",
            "example.com.",
            "hooks.example.com",
            "corp.example",
            "n8n.corp.example",
            "10.1.2.3",
            "[2001:db8::1]",
            "192.168.1.7",
        ] {
            assert!(list.contain(host), "{host}");
        }
        for host in [
            "badexample.com",
            "example.com.evil.test",
            "11.0.0.1",
            "[2001:db8::2]",
            "",
        ] {
            assert!(!list.contain(host), "{host}");
        }
    }

    #[test]
    fn a_star_stands_for_addresses_too() {
        for host in ["example.com", "10.0.0.1", "[2001:db8::1]"] {
            assert!(ProxyExceptions::new("*").contain(host), "{host}");
            assert!(!ProxyExceptions::new("").contain(host), "{host}");
        }
    }
}
