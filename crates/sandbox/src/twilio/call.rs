//! A request to Twilio, taken apart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::request::Parts;
use http::{Method, header};
use serde_json::{Map, Value};

use crate::model::settings::Settings;
use crate::model::twilio::{TwilioAccount, TwilioError};

/// What a client asks of Twilio.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// The path as it came.
    pub(super) path: String,
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
    body: Bytes,
    /// User name and password.
    basic: Option<(String, String)>,
    /// Where the client dialled.
    host: Option<String>,
}

impl Call {
    pub(super) fn new(head: &Parts, body: Bytes) -> Self {
        let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
        let is_form = header(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        Self {
            method: head.method.clone(),
            path: head.uri.path().to_owned(),
            query: pairs(head.uri.query().unwrap_or_default().as_bytes()),
            form: if is_form { pairs(&body) } else { Vec::new() },
            body,
            basic: header(header::AUTHORIZATION).and_then(basic),
            host: header(header::HOST).map(str::to_owned),
        }
    }

    /// The segments of the path.
    pub(super) fn segments(&self) -> Vec<&str> {
        let segments = self.path.split('/');
        segments.filter(|segment| !segment.is_empty()).collect()
    }

    /// A parameter from the query.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.queries(name).next()
    }

    /// Every value of a parameter from the query.
    pub(super) fn queries(&self, name: &str) -> impl Iterator<Item = &str> {
        values(&self.query, name)
    }

    /// The query without these parameters, encoded.
    pub(super) fn query_without(&self, names: &[&str]) -> String {
        let kept = self.query.iter();
        let kept = kept.filter(|(name, _)| !names.contains(&name.as_str()));
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }

    /// A parameter of the form. An empty one counts as not given.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.form(name).filter(|value| !value.is_empty())
    }

    /// A parameter of the form, empty or not.
    pub(super) fn form(&self, name: &str) -> Option<&str> {
        self.forms(name).next()
    }

    /// Every value of a parameter of the form.
    pub(super) fn forms(&self, name: &str) -> impl Iterator<Item = &str> {
        values(&self.form, name)
    }

    /// The body as a JSON object.
    pub(super) fn json(&self) -> Result<Map<String, Value>, TwilioError> {
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(object)) => Ok(object),
            _ => Err(TwilioError::invalid("The body is not a JSON object.")),
        }
    }

    /// `http://…` of the sandbox, as this client calls it.
    pub(super) fn base(&self, settings: &Settings) -> String {
        match &self.host {
            Some(host) => format!("http://{host}"),
            None => settings.base(),
        }
    }

    /// Whether the caller shows the account's Auth Token or its API key.
    pub(super) fn authorise(&self, account: &TwilioAccount) -> Result<(), TwilioError> {
        let known = [
            (&account.account_sid, &account.auth_token),
            (&account.api_key_sid, &account.api_key_secret),
        ];
        match &self.basic {
            Some((user, password)) if known.contains(&(user, password)) => Ok(()),
            _ => Err(TwilioError::new(20_003)),
        }
    }

    /// The path does not exist, or what it names does not.
    pub(super) fn not_found(&self) -> TwilioError {
        TwilioError::not_found(&self.path)
    }
}

fn values<'a>(pairs: &'a [(String, String)], name: &str) -> impl Iterator<Item = &'a str> {
    let found = pairs.iter().filter(move |(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

fn basic(value: &str) -> Option<(String, String)> {
    let (scheme, encoded) = value.split_once(' ')?;
    let decoded = STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (user, password) = text.split_once(':')?;
    let is_basic = scheme.eq_ignore_ascii_case("basic");
    is_basic.then(|| (user.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::basic;

    #[test]
    fn credentials_are_read_from_the_header() {
        let ada = Some(("ada".to_owned(), "a:b".to_owned()));
        assert_eq!(basic("Basic YWRhOmE6Yg=="), ada);
        assert_eq!(basic("basic YWRhOmE6Yg=="), ada);
        for wrong in ["Bearer YWRhOmE6Yg==", "Basic", "Basic !", "Basic YWRh"] {
            assert_eq!(basic(wrong), None, "{wrong}");
        }
    }
}
