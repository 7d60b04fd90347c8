//! Which requests go through which proxy.

mod address;
mod exceptions;
mod variables;

pub(crate) use address::{Credentials, Kind};
pub use address::{InvalidProxy, Proxy};
pub use exceptions::ProxyExceptions;
pub use variables::InvalidVariable;

use http::Uri;
use http::uri::Scheme;

/// The proxies that requests go through. Default: none.
///
/// Requests to this machine (`localhost` and loopback addresses) never go through a proxy: to a
/// proxy these names mean the proxy itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    exceptions: ProxyExceptions,
}

impl Proxies {
    /// No proxy: every request goes to its target directly.
    pub fn none() -> Self {
        Self::default()
    }

    /// One proxy for all requests.
    pub fn all(proxy: Proxy) -> Self {
        Self {
            http: Some(proxy.clone()),
            https: Some(proxy),
            exceptions: ProxyExceptions::default(),
        }
    }

    /// The proxies that the environment of this process names, as curl reads them: `http_proxy`, `https_proxy`,
    /// `all_proxy` and `no_proxy`, and after them the same names in capitals. `HTTP_PROXY` in capitals does not
    /// count in a CGI program, where a client can set it.
    ///
    /// # Errors
    /// When a variable's value is not a proxy address. The error does not contain the value, because it may
    /// contain a password.
    pub fn from_env() -> Result<Self, InvalidVariable> {
        variables::read(&|name| {
            let value = std::env::var_os(name)?;
            Some(value.to_string_lossy().into_owned())
        })
    }

    /// Replaces the exceptions with these.
    #[must_use]
    pub fn except(mut self, exceptions: ProxyExceptions) -> Self {
        self.exceptions = exceptions;
        self
    }

    /// The hosts that are reached without a proxy.
    pub fn exceptions(&self) -> &ProxyExceptions {
        &self.exceptions
    }

    /// The proxy for a request to `target`; `None` if it goes there directly.
    pub fn for_target(&self, target: &Uri) -> Option<&Proxy> {
        let proxy = if target.scheme() == Some(&Scheme::HTTPS) {
            self.https.as_ref()
        } else {
            self.http.as_ref()
        };
        proxy.filter(|_| {
            let host = target.host().unwrap_or_default();
            !exceptions::is_this_machine(host) && !self.exceptions.contain(host)
        })
    }

    /// The proxies, each once.
    pub fn iter(&self) -> impl Iterator<Item = &Proxy> {
        let other = self
            .http
            .as_ref()
            .filter(|http| Some(*http) != self.https.as_ref());
        self.https.iter().chain(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goes_through(proxies: &Proxies, target: &str) -> bool {
        proxies.for_target(&target.parse().unwrap()).is_some()
    }

    #[test]
    fn a_request_to_this_machine_goes_through_no_proxy() {
        let proxies = Proxies::all("http://proxy.example:3128".parse().unwrap());
        assert!(goes_through(&proxies, "https://graph.facebook.com/v25.0"));
        assert!(goes_through(&proxies, "http://10.0.0.1:8080/"));
        for own in [
            "http://127.0.0.1:8590/x",
            "http://127.9.9.9",
            "https://localhost:8443",
            "http://LOCALHOST.:80",
            "http://n8n.localhost",
            "http://[::1]:8590/",
            "http://[::ffff:127.0.0.1]:8590/",
        ] {
            assert!(!goes_through(&proxies, own), "{own}");
        }
        assert!(goes_through(&proxies, "http://localhost.evil.example"));
    }

    #[test]
    fn each_proxy_is_named_once() {
        let proxy: Proxy = "http://proxy.example:3128".parse().unwrap();
        assert_eq!(
            Proxies::all(proxy.clone()).iter().collect::<Vec<_>>(),
            [&proxy]
        );
        assert_eq!(Proxies::none().iter().count(), 0);
    }
}
