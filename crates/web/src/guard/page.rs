//! Whether a web page sent a request, and whose.

use http::header::{self, HeaderName};
use http::request::Parts;
use http::{Method, Uri};

use super::host;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a browser sent this for a page. Programs send neither header.
pub(super) fn sent(head: &Parts) -> bool {
    head.headers.contains_key(header::ORIGIN) || head.headers.contains_key(FETCH_SITE)
}

/// Whether a page of another origin sent this request, which may change something.
///
/// The browser says so in `Sec-Fetch-Site` (Fetch Metadata, W3C), and where it is too old for that, or the
/// address is not secure in its eyes, by an `Origin` that is not this server.
pub(super) fn is_foreign(head: &Parts) -> bool {
    if head.method == Method::GET || head.method == Method::HEAD {
        return false;
    }
    if head.headers.contains_key(FETCH_SITE) {
        let mut sites = head.headers.get_all(FETCH_SITE).iter();
        return !sites.all(|site| site == "same-origin" || site == "none");
    }
    let mut origins = head.headers.get_all(header::ORIGIN).iter();
    !origins.all(|origin| origin.to_str().is_ok_and(|origin| is_own(origin, head)))
}

/// Whether the page came from the address that it now calls.
fn is_own(origin: &str, head: &Parts) -> bool {
    let Ok(origin) = origin.parse::<Uri>() else {
        return false;
    };
    let usual = match origin.scheme_str() {
        Some("http") => 80,
        Some("https") => 443,
        _ => return false,
    };
    let (Some(page), Some(own)) = (origin.authority(), host::of_header(head)) else {
        return false;
    };
    page.host().eq_ignore_ascii_case(own.host())
        && page.port_u16().unwrap_or(usual) == own.port_u16().unwrap_or(usual)
}
