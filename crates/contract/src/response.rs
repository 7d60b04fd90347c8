use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;
use serde_json::{Map, Value};

/// What a caller can do after a failure. A caller must handle each of the three, so
/// none will be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// Nothing was sent, and a retry can help.
    Temporary,
    /// Nothing was sent, and a retry cannot help.
    Permanent,
    /// It is not known whether something was sent: a retry may send it twice.
    UnknownOutcome,
}

impl FailureKind {
    /// What the name of an error's case says.
    ///
    /// The contract's convention, which Obelisk has too: a failure is retryable
    /// **unless** its case's name contains `permanent`. Of the permanent ones,
    /// those whose name contains `unknown-outcome` may have sent something. The
    /// contract's own cases are `temporary-failure`, `permanent-failure` and
    /// `permanent-unknown-outcome`; an adapter may have others.
    pub fn of_case(case: &str) -> Self {
        if !case.contains("permanent") {
            Self::Temporary
        } else if case.contains("unknown-outcome") {
            Self::UnknownOutcome
        } else {
            Self::Permanent
        }
    }

    /// Whether a retry is safe and can help.
    pub fn is_retryable(self) -> bool {
        self == Self::Temporary
    }
}

/// What a command answered: success or failure, by its own account.
///
/// As JSON, which is what a flow sees, success is
/// `{"status": "success", …}` with the fields of the command's ok record, and
/// failure is `{"status": "failure", "failure": CASE, "retryable": …, …}` with
/// the fields of the case's record.
#[derive(Clone, PartialEq)]
pub struct Response {
    failure: Option<Failure>,
    json: Map<String, Value>,
}

#[derive(Clone, PartialEq)]
struct Failure {
    case: String,
    kind: FailureKind,
}

impl Response {
    /// A success, with the fields of the command's ok record.
    pub fn success(fields: impl IntoIterator<Item = (String, Value)>) -> Self {
        let mut json = Map::from_iter([("status".to_owned(), "success".into())]);
        json.extend(fields);
        Self {
            failure: None,
            json,
        }
    }

    /// A failure in the case of this name, with the fields of its record. The
    /// name decides whether it is retryable: see [`FailureKind::of_case`].
    pub fn failed(
        case: impl Into<String>,
        fields: impl IntoIterator<Item = (String, Value)>,
    ) -> Self {
        let case = case.into();
        let kind = FailureKind::of_case(&case);
        let mut json = Map::from_iter([
            ("status".to_owned(), "failure".into()),
            ("failure".to_owned(), case.clone().into()),
            ("retryable".to_owned(), kind.is_retryable().into()),
        ]);
        json.extend(fields);
        Self {
            failure: Some(Failure { case, kind }),
            json,
        }
    }

    /// Whether the command did what it was asked for.
    pub fn is_success(&self) -> bool {
        self.failure.is_none()
    }

    /// The case in which the command failed, if it did: `temporary-failure`.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_ref().map(|failure| failure.case.as_str())
    }

    /// What a caller can do after the failure, if there is one.
    pub fn failure_kind(&self) -> Option<FailureKind> {
        self.failure.as_ref().map(|failure| failure.kind)
    }

    /// Whether the command failed in a way that a retry can cure.
    pub fn is_retryable(&self) -> bool {
        self.failure_kind().is_some_and(FailureKind::is_retryable)
    }

    /// How many seconds to wait before a retry, if the command says so.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.get("retryAfterSeconds").and_then(Value::as_u64)
    }

    /// The code of the failure: `131047`, `invalid-phone-number`.
    pub fn code(&self) -> Option<&str> {
        self.text("code")
    }

    /// What the command says about its failure.
    pub fn error(&self) -> Option<&str> {
        self.text("error")
    }

    /// One member of the response: `messageId`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.json.get(name)
    }

    /// The fields of the response as a type of the caller's, without `status`:
    /// after a success, the command's ok record. Fields are in camelCase, and an
    /// option that is none is missing.
    ///
    /// # Errors
    /// If the fields are not those of `T`.
    pub fn record<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let fields = self.json.iter().filter(|(name, _)| *name != "status");
        T::deserialize(MapDeserializer::new(
            fields.map(|(name, value)| (name.as_str(), value)),
        ))
    }

    /// The response as a flow sees it.
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }

    /// The response as a flow sees it.
    pub fn into_json(self) -> Value {
        Value::Object(self.json)
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.get(member).and_then(Value::as_str)
    }
}

impl Serialize for Response {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Response").field(&self.json).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_failure_is_retryable_unless_its_case_is_permanent() {
        for (case, kind) in [
            ("temporary-failure", FailureKind::Temporary),
            ("a-case-nobody-knows", FailureKind::Temporary),
            ("permanent-failure", FailureKind::Permanent),
            ("a-permanent-case", FailureKind::Permanent),
            ("permanent-unknown-outcome", FailureKind::UnknownOutcome),
        ] {
            let response = Response::failed(case, []);
            assert_eq!(response.failure_kind(), Some(kind), "{case}");
            assert_eq!(
                response.into_json(),
                json!({
                    "status": "failure", "failure": case,
                    "retryable": kind == FailureKind::Temporary
                })
            );
        }
    }

    #[test]
    fn a_record_is_read_without_the_status_and_names_the_field_that_does_not_fit() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct Sent {
            message_id: String,
            note: Option<String>,
        }
        let response = Response::success([("messageId".to_owned(), json!("1"))]);
        let sent = Sent {
            message_id: "1".to_owned(),
            note: None,
        };
        assert_eq!(response.record::<Sent>().unwrap(), sent);
        let error = Response::success([]).record::<Sent>().unwrap_err();
        assert_eq!(error.to_string(), "missing field `messageId`");
    }

    #[test]
    fn a_success_has_the_fields_of_its_record_after_its_status() {
        let response = Response::success([("messageId".to_owned(), json!("1"))]);
        assert!(response.is_success() && !response.is_retryable());
        assert_eq!(
            serde_json::to_string(&response).unwrap(),
            r#"{"status":"success","messageId":"1"}"#
        );
    }
}
