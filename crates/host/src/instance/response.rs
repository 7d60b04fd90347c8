use serde::Serialize;
use serde_json::{Map, Value};
use wasmtime::component::Val;

use crate::adapter::CommandType;
use crate::secrets::Secrets;
use crate::types::Shape;

/// What a command answered: success or failure, by its own account.
///
/// As JSON, which is what a flow sees, success is
/// `{"status": "success", …}` with the fields of the command's ok record, and
/// failure is `{"status": "failure", "failure": CASE, "retryable": …, …}` with
/// the fields of the case's record. A failure is retryable unless its case's
/// name contains `permanent`.
#[derive(Clone, PartialEq)]
pub struct Response {
    failure: Option<Failure>,
    json: Map<String, Value>,
}

#[derive(Clone, PartialEq)]
struct Failure {
    case: String,
    retryable: bool,
}

impl Response {
    pub(super) fn new(ty: &CommandType, result: Result<Val, Val>, secrets: &Secrets) -> Self {
        match result {
            Ok(value) => {
                let mut json = Map::from_iter([("status".to_owned(), "success".into())]);
                json.extend(ty.ok.json_from_value(value));
                Self {
                    failure: None,
                    json,
                }
            }
            Err(error) => Self::failed(ty, error, secrets),
        }
    }

    fn failed(ty: &CommandType, error: Val, secrets: &Secrets) -> Self {
        let (case, payload) = match error {
            Val::Variant(case, payload) => (case, payload.map(|payload| *payload)),
            // The engine checks types: an error is always a variant.
            _ => (String::new(), None),
        };
        let retryable = !case.contains("permanent");
        let mut json = Map::from_iter([
            ("status".to_owned(), "failure".into()),
            ("failure".to_owned(), case.clone().into()),
            ("retryable".to_owned(), retryable.into()),
        ]);
        let shape = ty.error.cases.iter().find(|(name, _)| *name == case);
        match (shape.and_then(|(_, shape)| shape.as_ref()), payload) {
            (Some(Shape::Record(record)), Some(payload)) => {
                for (name, mut value) in record.json_from_value(payload) {
                    secrets.scrub_json(&mut value);
                    json.insert(name, value);
                }
            }
            (_, Some(Val::String(text))) => {
                json.insert("error".to_owned(), secrets.scrub(&text).into());
            }
            _ => {}
        }
        Self {
            failure: Some(Failure { case, retryable }),
            json,
        }
    }

    /// With what only the host knows of the failure, added to the component's
    /// own `error`.
    pub(super) fn because(mut self, reason: Option<&str>) -> Self {
        if let (Some(_), Some(reason)) = (&self.failure, reason)
            && let Some(Value::String(error)) = self.json.get_mut("error")
        {
            error.push_str(" Reason: ");
            error.push_str(reason);
            error.push('.');
        }
        self
    }

    /// Whether the command did what it was asked for.
    pub fn is_success(&self) -> bool {
        self.failure.is_none()
    }

    /// The case in which the command failed, if it did: `temporary-failure`.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_ref().map(|failure| failure.case.as_str())
    }

    /// Whether the command failed in a way that allows to try again.
    pub fn is_retryable(&self) -> bool {
        self.failure
            .as_ref()
            .is_some_and(|failure| failure.retryable)
    }

    /// One member of the response: `messageId`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.json.get(name)
    }

    /// The response as a flow sees it.
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }

    /// The response as a flow sees it.
    pub fn into_json(self) -> Value {
        Value::Object(self.json)
    }
}

impl Serialize for Response {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Response").field(&self.json).finish()
    }
}
