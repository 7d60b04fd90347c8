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

    /// The failure that the HTTP status means, for an answer of a service without error
    /// codes of its own that say more.
    ///
    /// A 3xx or 4xx is a rejection: nothing was done. So is a 503 that names a time to
    /// wait. Any other 5xx proves nothing, since a proxy that lost the answer says the
    /// same; neither does a success without the documented form.
    pub fn failure(&self, service: &Service, effect: &Effect, secret: &str) -> CommandError {
        let name = service.name;
        let category = category_of_status(self.status);
        let words = Words {
            is_service: true,
            rejected: &format!("{name} rejected the request, and {}", effect.nothing),
            failed: &format!("{name} failed, and {}", effect.doubt),
            undocumented: &format!(
                "{name} sent an answer that does not have the documented form, and {}",
                effect.doubt
            ),
            try_again: "Try again.",
            correct: advice(category),
        };
        self.by_status(service, effect, &Redactor::new(secret), &words)
    }

    /// The failure of an answer that is not the service's: a proxy's page, or that of a
    /// network that asks for a login first.
    ///
    /// What each status proves is as in [`failure`](Self::failure).
    pub fn failure_in_between(
        &self,
        service: &Service,
        effect: &Effect,
        redactor: &Redactor<'_>,
    ) -> CommandError {
        let name = service.name;
        let is = |what: &str| format!("The answer did not come from {name}, and {what}");
        let check =
            format!("Check the property apiBaseUrl and the proxy between the engine and {name}.");
        let try_again = format!(
            "Try again. If the problem persists, check the proxy between the engine and {name}."
        );
        let words = Words {
            is_service: false,
            rejected: &is(effect.nothing),
            failed: &is(effect.doubt),
            undocumented: &is(effect.doubt),
            try_again: &try_again,
            correct: &check,
        };
        if self.is_success() && self.cut.is_none() {
            let advice = if effect.is_repeatable {
                check.clone()
            } else {
                format!("{} {check}", effect.unknown_advice)
            };
            let network = FailureCategory::Network;
            let said = (words.failed, advice.as_str());
            let failure = self.build("unexpected-answer", network, redactor, &words, said);
            return effect.unknown_outcome(failure);
        }
        self.by_status(service, effect, redactor, &words)
    }

    fn by_status(
        &self,
        service: &Service,
        effect: &Effect,
        redactor: &Redactor<'_>,
        words: &Words<'_>,
    ) -> CommandError {
        let status = self.status;
        let code = format!("http-{status}");
        let build = |code: &str, category, what: &str, advice: &str| {
            self.build(code, category, redactor, words, (what, advice))
        };
        match status {
            429 => build(
                &code,
                FailureCategory::Throttled,
                words.rejected,
                "Wait before trying again, and send more slowly.",
            )
            .temporary(),
            408 => build(
                &code,
                FailureCategory::Network,
                words.rejected,
                words.try_again,
            )
            .temporary(),
            503 if self.retry_after().is_some() => build(
                &code,
                FailureCategory::Service,
                words.rejected,
                "Try again after the wait.",
            )
            .temporary(),
            300..=499 => {
                let category = category_of_status(status);
                let mut failure = build(&code, category, words.rejected, words.correct);
                // A retry cannot help, whenever it is.
                failure.retry_after_seconds = None;
                failure.permanent()
            }
            _ if let Some(cut) = &self.cut => cut.after_sending(service, effect, Some(status)),
            200..=299 => effect.unknown_outcome(build(
                "unexpected-answer",
                FailureCategory::Service,
                words.undocumented,
                effect.unknown_advice,
            )),
            _ => effect.unknown_outcome(build(
                &code,
                FailureCategory::Service,
                words.failed,
                effect.unknown_advice,
            )),
        }
    }

    fn build(
        &self,
        code: &str,
        category: FailureCategory,
        redactor: &Redactor<'_>,
        words: &Words<'_>,
        (what, advice): (&str, &str),
    ) -> Failure {
        let body = String::from_utf8_lossy(&self.body);
        let status = self.status;
        let said = quoted(&redactor.body(&body, self.cut.is_some()));
        let error = format!("{what} (HTTP status {status}, {said}).");
        let mut failure = Failure::new(code, category, error, advice);
        failure.http_status = Some(status);
        failure.retry_after_seconds = self.retry_after();
        if words.is_service {
            failure.details = Document::parse(&body)
                .ok()
                .map(|document| redactor.json(document.text()));
        }
        failure
    }
}

/// How the sentences about an answer begin, and what to do.
struct Words<'a> {
    /// The service itself answered, so that its JSON is passed on.
    is_service: bool,
    rejected: &'a str,
    failed: &'a str,
    undocumented: &'a str,
    try_again: &'a str,
    correct: &'a str,
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
