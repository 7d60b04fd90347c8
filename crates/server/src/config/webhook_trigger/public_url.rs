use url::Url;

/// The longest public URL, in bytes.
const LONGEST: usize = 2000;

/// `publicUrl`: under which URL senders reach the server, if its paths are added:
/// `https://hooks.example.com`, or with a path before them,
/// `https://example.com/uip`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Reads a URL. It is kept as it is written, without a slash at its end: a
    /// signature covers every byte.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        const EXPECTED: &str = "expected a scheme, a host and perhaps a port and a path, such as https://hooks.example.com";
        if text.len() > LONGEST {
            return Err(format!("is longer than {LONGEST} characters"));
        }
        let is_visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        let url = Url::parse(text).ok().filter(|_| is_visible);
        let url = url.ok_or_else(|| format!("is not a URL; {EXPECTED}"))?;
        if !url.username().is_empty() || url.password().is_some() {
            // Not repeated: it may hold a password.
            return Err("has a user name or a password, which cannot be part of it".to_owned());
        }
        let begins = ["http://", "https://"]
            .iter()
            .any(|it| text.starts_with(it));
        if !begins || url.host().is_none() {
            return Err(format!("`{text}` is not an http or https URL; {EXPECTED}"));
        }
        if text.contains(['?', '#']) {
            return Err(format!(
                "`{text}` has a query or a fragment; each request adds its own query"
            ));
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }

    /// The URL of a server that is reached without anything in between.
    pub(crate) fn of_address(address: std::net::SocketAddr) -> Self {
        Self(format!("http://{address}"))
    }

    /// The URL of a path.
    pub(crate) fn with_path(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The URL that was called with a request: this one, and the request's path
    /// and query as they came.
    pub(crate) fn of_request(&self, uri: &http::Uri) -> String {
        let target = uri.path_and_query().map_or("/", |it| it.as_str());
        format!("{}{target}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_request(public: &str, target: &str) -> String {
        let public = PublicUrl::parse(public).unwrap();
        public.of_request(&target.parse().unwrap())
    }

    #[test]
    fn the_url_that_was_called_has_the_requests_path_and_query_byte_for_byte() {
        let target = "/in/%7e?b=2&a=1&n=O'Brien&s=a%20b+c&u=%C3%A9";
        for (public, called) in [
            ("https://hooks.example.com", "https://hooks.example.com"),
            ("https://hooks.example.com/", "https://hooks.example.com"),
            (
                "https://Hooks.example.com:443/uip",
                "https://Hooks.example.com:443/uip",
            ),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(of_request(public, target), format!("{called}{target}"));
        }
        let absolute = "http://inner.example/in?a=1";
        let called = of_request("https://hooks.example.com", absolute);
        assert_eq!(called, "https://hooks.example.com/in?a=1");
    }

    #[test]
    fn what_is_not_a_url_that_can_be_completed_is_refused() {
        for (text, problem) in [
            ("", "not a URL"),
            ("hooks.example.com", "not a URL"),
            ("ftp://hooks.example.com", "not an http or https URL"),
            ("https://", "not a URL"),
            ("https:hooks.example.com", "not an http or https URL"),
            ("https://hooks.example.com/a b", "not a URL"),
            ("https://hooks.example.com?a=1", "has a query"),
            (
                "https://hooks.example.com/#rc=5",
                "has a query or a fragment",
            ),
        ] {
            let error = PublicUrl::parse(text).unwrap_err();
            assert!(error.contains(problem), "{text}: {error}");
        }
        let error = PublicUrl::parse("https://user:s3cret@hooks.example.com").unwrap_err();
        assert!(!error.contains("s3cret"), "{error}");
        let long = format!("https://h/{}", "x".repeat(LONGEST));
        assert!(PublicUrl::parse(&long).is_err());
    }
}
