//! Twilio's error body.

use serde_json::{Value, json};

use crate::model::GraphError;
use crate::model::codes;

/// A refusal, as Twilio words it. A refused request has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TwilioError {
    code: i64,
    status: u16,
    message: String,
    headers: Vec<(String, String)>,
}

impl TwilioError {
    /// The error with its title and HTTP status.
    pub(crate) fn new(code: i64) -> Self {
        let known = codes::look_up(code);
        Self {
            code,
            status: known.status,
            message: known.title.to_owned(),
            headers: Vec::new(),
        }
    }

    /// An invalid parameter, in words of the sandbox's own.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(20_001).message(message)
    }

    /// No such resource, or none of this account.
    pub(crate) fn not_found(path: &str) -> Self {
        Self::new(20_404).message(format!("The requested resource {path} was not found"))
    }

    #[must_use]
    pub(crate) fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    pub(crate) fn code(&self) -> i64 {
        self.code
    }

    pub(crate) fn http_status(&self) -> u16 {
        self.status
    }

    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    pub(crate) fn body(&self) -> Value {
        json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status,
        })
    }
}

impl From<&GraphError> for TwilioError {
    /// A fault that names a code, as Twilio answers it.
    fn from(error: &GraphError) -> Self {
        let headers = error.headers();
        Self {
            code: error.code(),
            status: error.http_status(),
            message: error.summary().to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_has_twilios_shape() {
        assert_eq!(
            TwilioError::new(20_429).body(),
            json!({
                "code": 20_429,
                "message": "Too Many Requests",
                "more_info": "https://www.twilio.com/docs/errors/20429",
                "status": 429,
            })
        );
    }

    #[test]
    fn a_fault_keeps_its_code_status_and_headers() {
        let busy = GraphError::new(20_429).header("Retry-After", "7");
        let error = TwilioError::from(&busy);
        assert_eq!(error.body(), TwilioError::new(20_429).body());
        assert_eq!(error.headers().len(), 1);
        let odd = TwilioError::from(&GraphError::new(20_500).status(502));
        assert_eq!((odd.code(), odd.http_status()), (20_500, 502));
    }
}
