//! A request, taken apart.

use bytes::Bytes;
use http::request::Parts;
use http::{Method, header};
use serde_json::{Map, Value};

use crate::model::GraphError;
use crate::model::settings::Settings;

/// The newest version that any client was seen with is v26.0.
const NEWEST_VERSION: u64 = 26;

/// What a client asks of Graph. The version in the path is optional and gone.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// `v25.0`, if the path began with one.
    version: Option<String>,
    pub(super) path: Vec<String>,
    query: Vec<(String, String)>,
    bearer: Option<String>,
    content_type: Option<String>,
    /// The header `file_offset` of a resumable upload.
    file_offset: Option<usize>,
    /// Where the client dialled.
    host: Option<String>,
    body: Bytes,
}

impl Call {
    pub(super) fn new(head: &Parts, body: Bytes) -> Self {
        let mut path: Vec<String> = head
            .uri
            .path()
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(str::to_owned)
            .collect();
        let version = path
            .first()
            .is_some_and(|first| is_version(first))
            .then(|| path.remove(0));
        let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            method: head.method.clone(),
            version,
            path,
            query: pairs(head.uri.query().unwrap_or_default()),
            bearer: header(header::AUTHORIZATION)
                .and_then(|value| value.split_once(' '))
                .filter(|(scheme, _)| {
                    scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth")
                })
                .map(|(_, token)| token.trim().to_owned()),
            content_type: header(header::CONTENT_TYPE).map(str::to_owned),
            file_offset: head
                .headers
                .get("file_offset")
                .and_then(|value| value.to_str().ok()?.trim().parse().ok()),
            host: header(header::HOST).map(str::to_owned),
            body,
        }
    }

    /// Whether the path begins with a version that Graph has, or with none.
    ///
    /// # Errors
    /// Code 2500 for one that has not come yet.
    pub(super) fn check_version(&self) -> Result<(), GraphError> {
        match &self.version {
            Some(version) if major(version) > NEWEST_VERSION => Err(GraphError::unknown_path(
                &format!("/{version}/{}", self.path.join("/")),
            )),
            _ => Ok(()),
        }
    }

    /// A parameter from the query.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Where the bytes of a resumable upload begin, if the header `file_offset` says it.
    pub(super) fn file_offset(&self) -> Option<usize> {
        self.file_offset
    }

    pub(super) fn body(&self) -> Bytes {
        self.body.clone()
    }

    /// `http://…` of the sandbox, as this client calls it.
    pub(super) fn base(&self, settings: &Settings) -> String {
        match &self.host {
            Some(host) => format!("http://{host}"),
            None => settings.base(),
        }
    }

    /// The address of this very request, with one parameter of the query set. Like Graph's own, it carries
    /// the access token.
    pub(super) fn address_with(&self, settings: &Settings, name: &str, value: &str) -> String {
        let mut address = self.base(settings);
        for segment in self.version.iter().chain(&self.path) {
            address.push('/');
            address.push_str(&encoded(segment));
        }
        address.push_str("?access_token=");
        address.push_str(&encoded(&settings.token));
        let kept = self
            .query
            .iter()
            .filter(|(key, _)| key != name && key != "access_token")
            .map(|(key, value)| (key.as_str(), value.as_str()));
        for (key, value) in kept.chain([(name, value)]) {
            address.push('&');
            address.push_str(&encoded(key));
            address.push('=');
            address.push_str(&encoded(value));
        }
        address
    }

    /// The body's parameters. Like Graph, a body that cannot be read has no parameters. In a form, a value
    /// that is the text of a JSON object or array is parsed.
    pub(super) fn object(&self) -> Map<String, Value> {
        if self
            .content_type
            .as_deref()
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        {
            let text = String::from_utf8_lossy(&self.body);
            return pairs(&text)
                .into_iter()
                .map(|(key, value)| {
                    let parsed = serde_json::from_str(&value)
                        .ok()
                        .filter(|parsed: &Value| parsed.is_object() || parsed.is_array());
                    (key, parsed.unwrap_or(Value::String(value)))
                })
                .collect();
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(object)) => object,
            _ => Map::new(),
        }
    }

    /// A parameter from the body or else the query, as text.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        match self.object().get(name) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
            None => self.query(name).map(str::to_owned),
        }
    }

    /// Whether the caller shows a token of this app: the system user's or the app's own.
    pub(super) fn authorise(&self, settings: &Settings) -> Result<(), GraphError> {
        let token = self
            .bearer
            .as_deref()
            .or_else(|| self.query("access_token"));
        Self::check_token(token, settings)
    }

    /// As [`Call::authorise`], the token being in the header and nowhere else.
    pub(super) fn authorise_by_header(&self, settings: &Settings) -> Result<(), GraphError> {
        Self::check_token(self.bearer.as_deref(), settings)
    }

    fn check_token(token: Option<&str>, settings: &Settings) -> Result<(), GraphError> {
        let token = token.ok_or_else(GraphError::bad_token)?;
        if token == settings.token || token == app_token(settings) {
            Ok(())
        } else {
            Err(GraphError::bad_token())
        }
    }

    pub(super) fn own_number(&self, settings: &Settings, id: &str) -> Result<(), GraphError> {
        self.expect(id, &settings.phone_number_id)
    }

    pub(super) fn own_account(&self, settings: &Settings, id: &str) -> Result<(), GraphError> {
        self.expect(id, &settings.business_account_id)
    }

    fn expect(&self, id: &str, own: &str) -> Result<(), GraphError> {
        if id == own {
            Ok(())
        } else {
            Err(GraphError::no_such_object(&self.method, id))
        }
    }
}

/// The app's own token: its id and its secret with a bar between.
pub(super) fn app_token(settings: &Settings) -> String {
    format!("{}|{}", settings.app_id, settings.app_secret)
}

fn is_version(segment: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    segment
        .strip_prefix('v')
        .and_then(|number| number.split_once('.'))
        .is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

/// 25 of `v25.0`; one that no number can hold is the highest.
fn major(version: &str) -> u64 {
    version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok())
        .unwrap_or(u64::MAX)
}

/// Percent-encoded, but for letters, digits and `-._~`.
fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// `a=b&c=d`, percent-decoded.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            match byte {
                b'+' => bytes.push(b' '),
                b'%' => {
                    let hex: String = rest.by_ref().take(2).map(char::from).collect();
                    bytes.push(u8::from_str_radix(&hex, 16).unwrap_or(b'%'));
                }
                byte => bytes.push(byte),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_v_and_two_numbers() {
        assert!(is_version("v25.0"));
        for other in ["25.0", "v25", "vx.0", "v.0", "109876543210987"] {
            assert!(!is_version(other), "{other}");
        }
    }

    #[test]
    fn a_version_counts_by_its_first_number() {
        for (version, number) in [
            ("v26.0", 26),
            ("v9.12", 9),
            ("v99999999999999999999.0", u64::MAX),
        ] {
            assert_eq!(major(version), number, "{version}");
        }
    }

    #[test]
    fn what_is_encoded_is_decoded_to_the_same() {
        assert_eq!(encoded("a|b è&=%"), "a%7Cb%20%C3%A8%26%3D%25");
        let there = encoded("a|b è&=%");
        assert_eq!(pairs(&format!("x={there}"))[0].1, "a|b è&=%");
    }

    #[test]
    fn pairs_are_decoded() {
        assert_eq!(
            pairs("hub.mode=a+b%20c&x&y=%C3%A8"),
            [
                ("hub.mode".to_owned(), "a b c".to_owned()),
                ("x".to_owned(), String::new()),
                ("y".to_owned(), "è".to_owned())
            ]
        );
    }
}
