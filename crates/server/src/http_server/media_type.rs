//! What a request says that its body is.

use http::{HeaderMap, header};

/// The kinds of bodies that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`, or another type that ends in `+json`.
    Json,
}

impl MediaType {
    /// The kind of a body by its headers: `Content-Type` is there once, and the
    /// body is not compressed.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let encoding = headers.get(header::CONTENT_ENCODING);
        if encoding.is_some_and(|it| !it.as_bytes().eq_ignore_ascii_case(b"identity")) {
            return None;
        }
        let essence = content_type(headers)?.split(';').next()?;
        let essence = essence.trim().to_ascii_lowercase();
        match essence.strip_prefix("application/")? {
            "x-www-form-urlencoded" => Some(Self::Form),
            "json" => Some(Self::Json),
            other => other.ends_with("+json").then_some(Self::Json),
        }
    }
}

/// Whether the headers name a character set other than UTF-8.
pub(crate) fn is_other_charset(headers: &HeaderMap) -> bool {
    let parameters = content_type(headers).unwrap_or_default().split(';').skip(1);
    parameters
        .filter_map(|parameter| parameter.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .any(|(_, value)| {
            let value = value.trim().trim_matches('"');
            !["utf-8", "utf8", "us-ascii"]
                .iter()
                .any(|known| value.eq_ignore_ascii_case(known))
        })
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    match (types.next(), types.next()) {
        (Some(only), None) => only.to_str().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(values: &[&str]) -> HeaderMap {
        let values = values.iter().map(|value| value.parse().unwrap());
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::CONTENT_TYPE, value);
        }
        headers
    }

    #[test]
    fn forms_and_json_are_known_by_their_type() {
        for (text, kind) in [
            ("application/x-www-form-urlencoded", Some(MediaType::Form)),
            (
                "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
                Some(MediaType::Form),
            ),
            ("application/json", Some(MediaType::Json)),
            (
                "application/cloudevents+json;charset=utf-8",
                Some(MediaType::Json),
            ),
            ("multipart/form-data; boundary=x", None),
            ("text/plain", None),
            ("text/json", None),
            ("json", None),
            ("", None),
        ] {
            assert_eq!(MediaType::of(&typed(&[text])), kind, "{text}");
        }
        assert_eq!(MediaType::of(&typed(&[])), None);
        let two = ["application/json", "application/json"];
        assert_eq!(MediaType::of(&typed(&two)), None);
        let mut zipped = typed(&["application/json"]);
        zipped.insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
        assert_eq!(MediaType::of(&zipped), None);
    }

    #[test]
    fn another_character_set_is_noticed() {
        let other = |text| is_other_charset(&typed(&[text]));
        for text in [
            "a/b",
            "a/b; charset=utf-8",
            "a/b;q=1; Charset=\"UTF-8\"",
            "a/b; charset=us-ascii",
        ] {
            assert!(!other(text), "{text}");
        }
        assert!(other("a/b; charset=iso-8859-1"));
        assert!(other("a/b; charset="));
        assert!(other("a/b; charset=utf-8; charset=utf-16"));
    }
}
