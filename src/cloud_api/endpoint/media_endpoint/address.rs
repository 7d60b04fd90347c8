//! Where a file is fetched, and whether the token may go there.

use crate::configuration::parse_base_url;
use uip_kit::failure::quoted;
use uip_kit::field::refuse_as;
use uip_kit::http::{BaseUrl, Scheme};
use uip_kit::{CommandError, FailureCategory};

/// A file's address on a host that may see the token: one of Meta's own, by
/// TLS, or the one that the property `apiBaseUrl` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileAddress {
    base_url: BaseUrl,
    path: String,
}

/// Meta's own domains that serve files.
const META: [&str; 3] = [".fbsbx.com", ".facebook.com", ".whatsapp.net"];

impl FileAddress {
    /// Reads the address that WhatsApp gave, for a request by way of `api`.
    ///
    /// # Errors
    /// A permanent failure when it is no address, or leads to a host that
    /// must not see the token.
    pub fn parse(url: &str, api: &BaseUrl) -> Result<Self, CommandError> {
        let address = Self::read(url).ok_or_else(|| {
            refused(&format!(
                "WhatsApp returned {} for the file, which is not a valid URL.",
                quoted(url)
            ))
        })?;
        if address.base_url == *api || is_meta(&address.base_url) {
            return Ok(address);
        }
        Err(refused(&format!(
            "WhatsApp returned a URL for the file at {}, which is not one of its hosts; the token \
             was not sent there.",
            quoted(address.base_url.authority())
        )))
    }

    fn read(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?'));
        let (authority, path) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let is_path = path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'#');
        if !is_path {
            return None;
        }
        Some(Self {
            base_url: parse_base_url(&format!("{scheme}://{authority}")).ok()?,
            path: if path.starts_with('/') {
                path.to_owned()
            } else {
                format!("/{path}")
            },
        })
    }

    /// Scheme and host.
    pub fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// Path and query.
    pub fn path(&self) -> &str {
        &self.path
    }
}

fn is_meta(url: &BaseUrl) -> bool {
    let authority = url.authority();
    let host = authority.strip_suffix(":443").unwrap_or(authority);
    url.scheme() == Scheme::Https && META.iter().any(|domain| host.ends_with(domain))
}

fn refused(error: &str) -> CommandError {
    refuse_as(
        FailureCategory::Media,
        "untrusted-media-address",
        error,
        "Check the property apiBaseUrl; if it is correct, report this URL to the maintainers.",
    )
}

#[cfg(test)]
mod tests {
    use super::FileAddress;
    use uip_kit::http::BaseUrl;

    fn parse(url: &str) -> Result<FileAddress, uip_kit::CommandError> {
        FileAddress::parse(url, &BaseUrl::parse("http://127.0.0.1:8590").unwrap())
    }

    #[test]
    fn metas_hosts_and_the_configured_one_may_see_the_token() {
        for (url, authority, path) in [
            (
                "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&hash=a",
                "lookaside.fbsbx.com",
                "/whatsapp_business/attachments/?mid=1&hash=a",
            ),
            (
                "https://LOOKASIDE.fbsbx.com:443/x",
                "lookaside.fbsbx.com:443",
                "/x",
            ),
            ("https://graph.facebook.com/x", "graph.facebook.com", "/x"),
            ("https://mmg.whatsapp.net", "mmg.whatsapp.net", "/"),
            ("https://mmg.whatsapp.net?x=1", "mmg.whatsapp.net", "/?x=1"),
            (
                "http://127.0.0.1:8590/media/1?e=2",
                "127.0.0.1:8590",
                "/media/1?e=2",
            ),
        ] {
            let address = parse(url).unwrap();
            assert_eq!(address.base_url().authority(), authority);
            assert_eq!(address.path(), path);
        }
    }

    #[test]
    fn no_other_host_sees_it() {
        for url in [
            "",
            "/media/1",
            "lookaside.fbsbx.com/x",
            "http://lookaside.fbsbx.com/x",
            "https://lookaside.fbsbx.com:8443/x",
            "https://fbsbx.com.evil.example/x",
            "https://evilfbsbx.com/x",
            "https://evil.example/.fbsbx.com",
            "https://evil.example?.fbsbx.com",
            "https://evil.example#.fbsbx.com",
            "https://evil.example\\.fbsbx.com/x",
            "https://lookaside.fbsbx.com@evil.example/x",
            "https://evil.example/x",
            "https://127.0.0.1:8590/x",
            "http://127.0.0.1:8591/x",
            "http://127.0.0.1/x",
            "ftp://lookaside.fbsbx.com/x",
            "https://lookaside.fbsbx.com/a b",
            "https://lookaside.fbsbx.com/a\r\nX-Evil: 1",
            "https://lookaside.fbsbx.com/è",
        ] {
            assert!(parse(url).is_err(), "{url}");
        }
    }
}
