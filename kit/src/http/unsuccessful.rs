//! What an answer means that is not the documented success.

use super::answer::{Answer, category_of_status};
use super::effect::{Effect, Service};
use super::quoted;
use crate::json::{Document, Object};
use crate::{CommandError, Failure, FailureCategory, Redactor};

impl Answer {
    /// Reads an answer in JSON: `documented` returns `None` when it does not have the
    /// documented form. `secret` is redacted from everything that is passed on.
    ///
    /// # Errors
    /// As [`failure`](Self::failure), for every answer but a documented success.
    pub fn read<T>(
        &self,
        service: &Service,
        effect: &Effect,
        secret: &str,
        documented: impl FnOnce(&Object<'_>) -> Option<T>,
    ) -> Result<T, CommandError> {
        let body = String::from_utf8_lossy(&self.body);
        let document = Document::parse(&body).ok();
        let object = document.as_ref().and_then(Document::object);
        match object
            .as_ref()
            .filter(|_| self.is_success())
            .and_then(documented)
        {
            Some(read) => Ok(read),
            None => Err(self.failure(service, effect, secret)),
        }
    }

    /// The failure that the HTTP status means, for a service without error codes of
    /// its own that say more.
    ///
    /// A 3xx or 4xx is a rejection: nothing was done. So is a 503 that names a time to
    /// wait. Any other 5xx proves nothing, since a proxy that lost the answer says the
    /// same; neither does a success without the documented form.
    pub fn failure(&self, service: &Service, effect: &Effect, secret: &str) -> CommandError {
        let redactor = Redactor::new(secret);
        let body = String::from_utf8_lossy(&self.body);
        let (status, name) = (self.status, service.name);
        let said = quoted(&redactor.body(&body, self.cut.is_some()));
        let build = |code: &str, category, what: &str, advice: &str| {
            let error = format!("{what} (HTTP status {status}, {said}).");
            let mut failure = Failure::new(code, category, error, advice);
            failure.http_status = Some(status);
            failure.retry_after_seconds = self.retry_after();
            failure.details = Document::parse(&body)
                .ok()
                .map(|document| redactor.json(document.text()));
            failure
        };
        let code = format!("http-{status}");
        let rejected = format!("{name} rejected the request, and nothing was done");
        let in_doubt = |what: &str| format!("{name} {what}, and {}", effect.doubt);
        match status {
            429 => build(
                &code,
                FailureCategory::Throttled,
                &rejected,
                "Wait before trying again, and send more slowly.",
            )
            .temporary(),
            408 => build(&code, FailureCategory::Network, &rejected, "Try again.").temporary(),
            503 if self.retry_after().is_some() => build(
                &code,
                FailureCategory::Service,
                &rejected,
                "Try again after the wait.",
            )
            .temporary(),
            300..=499 => {
                let category = category_of_status(status);
                build(&code, category, &rejected, advice(category)).permanent()
            }
            _ if let Some(cut) = &self.cut => cut.after_sending(service, effect, Some(status)),
            200..=299 => effect.unknown_outcome(build(
                "unexpected-answer",
                FailureCategory::Service,
                &in_doubt("sent an answer that does not have the documented form"),
                effect.unknown_advice,
            )),
            _ => effect.unknown_outcome(build(
                &code,
                FailureCategory::Service,
                &in_doubt("failed"),
                effect.unknown_advice,
            )),
        }
    }
}

/// What to do about a rejection of this kind.
fn advice(category: FailureCategory) -> &'static str {
    match category {
        FailureCategory::Authentication => {
            "Check the credentials in the adapter's properties: they may be wrong or expired."
        }
        FailureCategory::Permission => "Give the account of these credentials the permission.",
        FailureCategory::Configuration | FailureCategory::Network => {
            "Check the property apiBaseUrl, the ids in the request, and the proxy."
        }
        _ => "Correct the request: the service's answer says what is wrong.",
    }
}
