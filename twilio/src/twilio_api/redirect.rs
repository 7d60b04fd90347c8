//! Where a file is, which Twilio's API only points to.

use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::http::{Answer, BaseUrl, Scheme};
use uip_kit::refusal::{Refusal, refuse_as};

/// A place to fetch a file from. Credentials never go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Scheme and host.
    pub base_url: BaseUrl,
    /// Path and query.
    pub path: String,
}

impl Redirect {
    /// Where an answer points to, if it does. `from` is where the answer came from.
    ///
    /// # Errors
    /// A permanent failure when it is no URL with TLS. Without TLS only the host
    /// counts that the property `apiBaseUrl` names so.
    pub fn of(answer: &Answer, from: &BaseUrl, api: &BaseUrl) -> Result<Option<Self>, Refusal> {
        if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let location = answer.header("location").unwrap_or_default();
        let redirect = Self::read(location, from)
            .filter(|it| it.base_url.scheme() == Scheme::Https || it.base_url == *api);
        redirect.map(Some).ok_or_else(|| {
            // What follows the host is a secret: whoever knows it may fetch the file.
            let shown = location.split('?').next().unwrap_or_default();
            refuse_as(
                FailureCategory::Media,
                "untrusted-media-address",
                &format!(
                    "Twilio's answer points to {} for the file, which is not a URL with https://.",
                    quoted(shown)
                ),
                "Check the property apiBaseUrl; if it is correct, report this URL to the \
                 maintainers.",
            )
        })
    }

    fn read(location: &str, from: &BaseUrl) -> Option<Self> {
        let is_path = |path: &str| {
            path.bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'#')
        };
        if location.starts_with('/') && !location.starts_with("//") {
            return is_path(location).then(|| Self {
                base_url: from.clone(),
                path: location.to_owned(),
            });
        }
        let (scheme, rest) = location.split_once("://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        if !is_path(path) {
            return None;
        }
        Some(Self {
            base_url: BaseUrl::parse(&format!("{scheme}://{authority}")).ok()?,
            path: if path.starts_with('/') {
                path.to_owned()
            } else {
                format!("/{path}")
            },
        })
    }
}
