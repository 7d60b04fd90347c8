//! Graph's error body.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::codes;

/// A refusal, as Graph words it. A refused request has no effect.
///
/// [`GraphError::new`] fills in the title and the HTTP status that Meta documents for a code; everything
/// can be changed, since real traffic does not always follow the documentation.
///
/// ```
/// use uip_sandbox::GraphError;
/// let busy = GraphError::new(130_429).status(429).header("Retry-After", "7");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GraphError(Box<Words>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Wording")]
struct Words {
    code: i64,
    status: u16,
    message: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subcode: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_message: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headers: Vec<(String, String)>,
    /// Other members of the body.
    #[serde(skip)]
    members: Map<String, Value>,
}

impl GraphError {
    /// The error with its carrier's title and documented HTTP status; 400 for a code that is not documented.
    pub fn new(code: i64) -> Self {
        let known = codes::look_up(code);
        Self(Box::new(Words {
            code,
            status: known.status,
            message: format!("(#{code}) {}", known.title),
            kind: "OAuthException".to_owned(),
            subcode: None,
            details: None,
            user_title: None,
            user_message: None,
            headers: Vec::new(),
            members: Map::new(),
        }))
    }

    /// A parameter that is missing or wrong: code 100 with `sentence` as the title and no details.
    pub(crate) fn parameter(sentence: impl AsRef<str>) -> Self {
        Self::new(100).message(format!("(#100) {}", sentence.as_ref()))
    }

    /// Code 100 "Invalid parameter", with the reason in the details.
    pub(crate) fn invalid(details: impl Into<String>) -> Self {
        Self::new(100).details(details)
    }

    /// The token is missing, unknown or malformed.
    pub(crate) fn bad_token() -> Self {
        Self::new(190).message("Invalid OAuth access token - Cannot parse access token")
    }

    /// No such object for this token: code 100, subcode 33.
    pub(crate) fn no_such_object(method: &http::Method, id: &str) -> Self {
        let mut error = Self::new(100).subcode(33).message(format!(
            "Unsupported {} request. Object with ID '{id}' does not exist, cannot be loaded due to missing \
             permissions, or does not support this operation. Please read the Graph API documentation at \
             https://developers.facebook.com/docs/graph-api",
            method.as_str().to_lowercase()
        ));
        "GraphMethodException".clone_into(&mut error.0.kind);
        error
    }

    /// A path that Graph cannot make sense of.
    pub(crate) fn unknown_path(path: &str) -> Self {
        Self::new(2500).message(format!("Unknown path components: {path}"))
    }

    /// `error_data.details`: what exactly is wrong.
    #[must_use]
    pub fn details(mut self, details: impl Into<String>) -> Self {
        self.0.details = Some(details.into());
        self
    }

    /// `error_subcode`.
    #[must_use]
    pub fn subcode(mut self, subcode: i64) -> Self {
        self.0.subcode = Some(subcode);
        self
    }

    /// The complete `message`, instead of `(#code) title`.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.0.message = message.into();
        self
    }

    /// The HTTP status, instead of the documented one.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.0.status = status;
        self
    }

    /// `error_user_title` and `error_user_msg`, which template errors carry.
    #[must_use]
    pub fn for_users(mut self, title: impl Into<String>, message: impl Into<String>) -> Self {
        self.0.user_title = Some(title.into());
        self.0.user_message = Some(message.into());
        self
    }

    /// One more response header, such as `Retry-After` or `X-Business-Use-Case-Usage`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.headers.push((name.into(), value.into()));
        self
    }

    /// Meta's number for this error.
    pub fn code(&self) -> i64 {
        self.0.code
    }

    /// The HTTP status of the answer.
    pub fn http_status(&self) -> u16 {
        self.0.status
    }

    /// The body, with the given trace id.
    pub fn body(&self, fbtrace_id: &str) -> Value {
        let mut error =
            json!({"message": self.0.message, "type": self.0.kind, "code": self.0.code});
        if let Some(subcode) = self.0.subcode {
            error["error_subcode"] = json!(subcode);
        }
        if let Some(details) = &self.0.details {
            error["error_data"] = json!({"messaging_product": "whatsapp", "details": details});
        }
        if let (Some(title), Some(message)) = (&self.0.user_title, &self.0.user_message) {
            error["error_user_title"] = json!(title);
            error["error_user_msg"] = json!(message);
        }
        error["fbtrace_id"] = json!(fbtrace_id);
        let mut body = self.0.members.clone();
        body.insert("error".to_owned(), error);
        Value::Object(body)
    }

    /// Other members of the body, for a request that succeeded in part.
    pub(crate) fn members(mut self, members: Map<String, Value>) -> Self {
        self.0.members = members;
        self
    }

    /// The same failure as an item of a list in an answer.
    pub(crate) fn in_list(&self) -> Value {
        json!({
            "message": self.0.message,
            "code": self.0.code,
            "error_data": {"details": self.summary()},
        })
    }

    /// What exactly is wrong, or else the title.
    pub(crate) fn summary(&self) -> &str {
        self.0.details.as_deref().unwrap_or_else(|| self.title())
    }

    fn title(&self) -> &str {
        self.0
            .message
            .strip_prefix(&format!("(#{}) ", self.0.code))
            .unwrap_or(&self.0.message)
    }

    /// The same failure as an item of a status notification's `errors`, where it comes after the fact.
    pub(crate) fn in_status(&self) -> Value {
        let title = self.title();
        json!({
            "code": self.0.code,
            "title": title,
            "message": title,
            "error_data": {"details": self.summary()},
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        })
    }

    /// `message`, which says what is wrong.
    pub(crate) fn message_text(&self) -> &str {
        &self.0.message
    }

    /// Headers that the answer has besides the usual ones.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.0.headers.iter();
        headers.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A [`GraphError`] as a test or a user writes it. Only the code is required.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Wording {
    code: i64,
    status: Option<u16>,
    message: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    subcode: Option<i64>,
    details: Option<String>,
    user_title: Option<String>,
    user_message: Option<String>,
    #[serde(default)]
    headers: Vec<(String, String)>,
}

impl From<Wording> for Words {
    fn from(words: Wording) -> Self {
        let plain = *GraphError::new(words.code).0;
        Self {
            code: words.code,
            status: words.status.unwrap_or(plain.status),
            message: words.message.unwrap_or(plain.message),
            kind: words.kind.unwrap_or(plain.kind),
            subcode: words.subcode,
            details: words.details,
            user_title: words.user_title,
            user_message: words.user_message,
            headers: words.headers,
            members: Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_has_graphs_shape() {
        let body = GraphError::new(130_429)
            .subcode(2_494_055)
            .details("Too fast.")
            .body("Atrace");
        assert_eq!(
            body,
            json!({"error": {
                "message": "(#130429) Rate limit hit",
                "type": "OAuthException",
                "code": 130_429,
                "error_subcode": 2_494_055,
                "error_data": {"messaging_product": "whatsapp", "details": "Too fast."},
                "fbtrace_id": "Atrace",
            }})
        );
    }

    #[test]
    fn a_bad_token_is_told_without_a_number_in_front() {
        let error = GraphError::bad_token();
        assert_eq!(error.http_status(), 401);
        assert_eq!(
            error.body("A")["error"]["message"],
            "Invalid OAuth access token - Cannot parse access token"
        );
    }

    #[test]
    fn a_code_alone_is_enough_to_write_one_down() {
        let read: GraphError = serde_json::from_str(r#"{"code":132001}"#).unwrap();
        assert_eq!(read, GraphError::new(132_001));
        assert_eq!(read.http_status(), 404);
    }
}
