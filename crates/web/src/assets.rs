//! The files of a page, in memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest as _, Sha256};

use crate::headers;

const HOOKS: &str = include_str!("../vendor/hooks.mjs");

/// What every page is served next to its own files.
const SHARED: &[(&str, &[u8])] = &[
    ("shared/base.css", include_bytes!("../shared/base.css")),
    ("shared/icons.mjs", include_bytes!("../shared/icons.mjs")),
    ("shared/json.mjs", include_bytes!("../shared/json.mjs")),
    (
        "shared/request.mjs",
        include_bytes!("../shared/request.mjs"),
    ),
    ("shared/stream.mjs", include_bytes!("../shared/stream.mjs")),
    ("shared/text.mjs", include_bytes!("../shared/text.mjs")),
    ("shared/time.mjs", include_bytes!("../shared/time.mjs")),
    ("shared/ui.mjs", include_bytes!("../shared/ui.mjs")),
    ("shared/words.mjs", include_bytes!("../shared/words.mjs")),
    ("vendor/preact.mjs", include_bytes!("../vendor/preact.mjs")),
    ("vendor/LICENSE", include_bytes!("../vendor/LICENSE")),
];

/// The files of one page: its own, the shared modules and Preact.
///
/// Every answer has an `ETag` and `Cache-Control: no-cache`, so that a browser asks again and an upgraded program
/// never meets a module of the version before.
#[derive(Debug)]
pub struct Assets {
    files: BTreeMap<String, File>,
}

#[derive(Debug)]
struct File {
    content: Bytes,
    content_type: HeaderValue,
    etag: HeaderValue,
}

impl Assets {
    /// The page's own files, each with its name: a relative path such as `main.mjs`. The type follows from the
    /// ending: `.html`, `.css`, `.mjs`, `.svg`, and text for all others. A name that occurs twice keeps the last.
    pub fn new(own: &[(&str, &'static [u8])]) -> Self {
        // A browser resolves only addresses, and the import map that would name one needs an inline script.
        let hooks = HOOKS.replace("from\"preact\"", "from\"./preact.mjs\"");
        let mut files = BTreeMap::new();
        files.insert(
            "vendor/hooks.mjs".to_owned(),
            File::new("vendor/hooks.mjs", Bytes::from(hooks)),
        );
        for (name, content) in SHARED.iter().chain(own) {
            files.insert(
                (*name).to_owned(),
                File::new(name, Bytes::from_static(content)),
            );
        }
        Self { files }
    }

    /// The file with this name: 200, 304 if `request` has its `ETag`, or 404. It has the headers of
    /// [`headers::of_page`].
    pub fn serve(&self, name: &str, request: &HeaderMap) -> Response {
        let mut response = match self.files.get(name) {
            None => (StatusCode::NOT_FOUND, "There is no such file.\n").into_response(),
            Some(file) => file.answer(request),
        };
        headers::of_page(response.headers_mut());
        response
    }

    /// The names of all files, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

impl File {
    fn new(name: &str, content: Bytes) -> Self {
        let mut etag = String::from("\"");
        for byte in Sha256::digest(&content).iter().take(12) {
            // Writing to a string cannot fail.
            let _ = write!(etag, "{byte:02x}");
        }
        etag.push('"');
        Self {
            content,
            content_type: HeaderValue::from_static(content_type(name)),
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"0\"")),
        }
    }

    fn answer(&self, request: &HeaderMap) -> Response {
        let mut response = if self.is_known_to(request) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = Response::new(Body::from(self.content.clone()));
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, self.content_type.clone());
            response
        };
        let headers = response.headers_mut();
        headers.insert(ETAG, self.etag.clone());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }

    /// Whether the request has this version already (RFC 9110, 13.1.2).
    fn is_known_to(&self, request: &HeaderMap) -> bool {
        let known = request.get_all(IF_NONE_MATCH).iter();
        known.filter_map(|value| value.to_str().ok()).any(|value| {
            value.split(',').any(|tag| {
                let tag = tag.trim();
                tag == "*" || self.etag == tag.strip_prefix("W/").unwrap_or(tag)
            })
        })
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use http::header::CONTENT_SECURITY_POLICY;
    use http_body_util::BodyExt as _;

    use super::*;

    fn assets() -> Assets {
        Assets::new(&[("index.html", b"<!doctype html>"), ("x/y.mjs", b"1")])
    }

    fn asking(etag: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(IF_NONE_MATCH, etag.parse().unwrap());
        headers
    }

    #[test]
    fn a_file_has_its_type_and_the_headers_of_a_page() {
        let answer = assets().serve("x/y.mjs", &HeaderMap::new());
        assert_eq!(answer.status(), 200);
        let headers = answer.headers();
        assert_eq!(headers[CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert_eq!(headers[CACHE_CONTROL], "no-cache");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("trusted-types 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }

    #[test]
    fn a_browser_that_has_the_version_is_told_so_and_gets_no_content() {
        let assets = assets();
        let etag = assets.serve("index.html", &HeaderMap::new()).headers()[ETAG].clone();
        let etag = etag.to_str().unwrap();
        for known in [etag, &format!("W/{etag}"), &format!("\"a\", {etag}"), "*"] {
            let answer = assets.serve("index.html", &asking(known));
            assert_eq!(answer.status(), 304, "{known}");
            assert_eq!(answer.headers()[ETAG], etag);
        }
        assert_eq!(
            assets.serve("index.html", &asking("\"other\"")).status(),
            200
        );
        assert_eq!(assets.serve("x/y.mjs", &asking(etag)).status(), 200);
    }

    #[test]
    fn a_name_that_is_not_a_file_is_not_found() {
        for name in ["", "/", "../Cargo.toml", "index.html/", "INDEX.HTML"] {
            let answer = assets().serve(name, &HeaderMap::new());
            assert_eq!(answer.status(), 404, "{name}");
        }
    }

    #[tokio::test]
    async fn hooks_import_preact_from_the_file_next_to_them() {
        let answer = assets().serve("vendor/hooks.mjs", &HeaderMap::new());
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        let text = std::str::from_utf8(&body).unwrap();
        assert!(text.contains("from\"./preact.mjs\""));
        assert!(!text.contains("from\"preact\""));
    }
}
