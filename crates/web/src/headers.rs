//! Headers that keep a browser from making more of an answer than it is.

use http::header::{CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue};

/// What a page may do: run and read what its own origin serves, and nothing else. Text cannot become HTML, since no
/// Trusted Types policy may be made.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
     img-src 'self' blob:; media-src 'self' blob:; font-src 'none'; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// What an answer that is data may do if a browser opens it as a page: nothing.
pub const DATA_POLICY: &str = "default-src 'none'; sandbox";

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Adds the headers of a page, or of a file that belongs to it.
pub fn of_page(headers: &mut HeaderMap) {
    of_both(headers);
    set(headers, CONTENT_SECURITY_POLICY, PAGE_POLICY);
    set(headers, REFERRER_POLICY, "no-referrer");
    set(headers, OPENER_POLICY, "same-origin");
    set(
        headers,
        PERMISSIONS_POLICY,
        "camera=(), microphone=(), geolocation=()",
    );
}

/// Adds the headers of data, such as JSON or a file that a stranger uploaded: no other origin may embed it.
pub fn of_data(headers: &mut HeaderMap) {
    of_both(headers);
    set(headers, CONTENT_SECURITY_POLICY, DATA_POLICY);
}

fn of_both(headers: &mut HeaderMap) {
    set(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, RESOURCE_POLICY, "same-origin");
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
