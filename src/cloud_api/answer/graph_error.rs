//! Graph's error object: what it says, and what it means for the message.

use std::fmt::Write as _;

use super::error_codes::meaning;
use super::regain_access::regain_access;
use super::retry_safety::{Purpose, UNKNOWN_OUTCOME_ADVICE};
use uip_kit::Redactor;
use uip_kit::error_numbers::{Meaning, Outcome};
use uip_kit::failure::{self, one_line};
use uip_kit::http::{Answer, category_of_status};
use uip_kit::json::{Object, Raw};
use uip_kit::{CommandError, Failure, FailureCategory};

/// The member `error` of an answer. Every member of it is optional: what is
/// absent or of another type is left out, and the rest still counts.
pub struct GraphError<'a> {
    raw: &'a str,
    object: Object<'a>,
    /// What has the trace id.
    traced: Object<'a>,
}

/// Longer error objects are not passed on: the fields of the failure say what
/// matters.
const LONGEST_DETAILS: usize = 16 * 1024;
const LONGEST_TEXT: usize = 1000;

impl<'a> GraphError<'a> {
    /// The error in an answer, when it is an object that says anything. An answer
    /// about a person names that person's error beside one that only points to it.
    pub fn find(answer: &Object<'a>) -> Option<Self> {
        let whole = answer.get("error").and_then(Self::read);
        let of_person = answer
            .object("block_users")
            .and_then(|list| list.items("failed_users").find_map(Raw::object))
            .and_then(|person| person.items("errors").find_map(Self::read));
        match (of_person, whole) {
            (Some(of_person), Some(whole)) => Some(Self {
                traced: whole.object,
                ..of_person
            }),
            (of_person, whole) => of_person.or(whole),
        }
    }

    fn read(raw: Raw<'a>) -> Option<Self> {
        let object = raw.object()?;
        let error = Self {
            raw: raw.get(),
            object,
            traced: object,
        };
        (error.code().is_some() || error.object.text("message").is_some()).then_some(error)
    }

    fn code(&self) -> Option<i64> {
        self.object.number("code")
    }

    /// The failure that this error means.
    pub fn classify(
        &self,
        answer: &Answer,
        redactor: &Redactor<'_>,
        purpose: Purpose,
    ) -> CommandError {
        let subcode = self.object.number("error_subcode");
        let details = self.details();
        let known = self
            .code()
            .and_then(|code| meaning(code, subcode, details.as_deref().unwrap_or_default()));
        let meaning = known.unwrap_or_else(|| {
            let is_transient = self.object.boolean("is_transient") == Some(true);
            meaning_of_status(answer.status, is_transient)
        });
        let (beginning, advice) = match meaning.outcome {
            Outcome::Unknown => (purpose.failed(), purpose.unknown_advice()),
            Outcome::Permanent | Outcome::Temporary => (purpose.refused(), meaning.advice),
        };
        let mut failure = self.failure(answer, redactor, meaning.category, &beginning, advice);
        match meaning.outcome {
            Outcome::Unknown => purpose.unknown_outcome(failure),
            Outcome::Permanent => {
                failure.retry_after_seconds = meaning.wait_seconds;
                failure.permanent()
            }
            Outcome::Temporary => {
                let regain = Some(())
                    .filter(|()| meaning.category == FailureCategory::Throttled)
                    .and_then(|()| regain_access(answer));
                failure.retry_after_seconds =
                    answer.retry_after().max(regain).or(meaning.wait_seconds);
                failure.temporary()
            }
        }
    }

    /// The failure when the answer also names the message `id`, as an accepted
    /// message is named. One of the two is wrong, and only an unknown outcome
    /// keeps a retry from sending the message twice.
    pub fn beside_message(
        &self,
        id: &str,
        answer: &Answer,
        redactor: &Redactor<'_>,
    ) -> CommandError {
        let beginning = format!(
            "WhatsApp's answer contains the message id {} and an error, and {}",
            failure::quoted(&redactor.text(id)),
            Purpose::Message.doubt()
        );
        let category = FailureCategory::Service;
        self.failure(
            answer,
            redactor,
            category,
            &beginning,
            UNKNOWN_OUTCOME_ADVICE,
        )
        .unknown_outcome()
    }

    /// What the error says, behind `beginning`.
    fn failure(
        &self,
        answer: &Answer,
        redactor: &Redactor<'_>,
        category: FailureCategory,
        beginning: &str,
        advice: &str,
    ) -> Failure {
        let description = self.description(self.details().as_deref(), redactor);
        let mut failure = Failure::new(
            &self.code().map_or_else(
                || format!("http-{}", answer.status),
                |code| code.to_string(),
            ),
            category,
            format!("{beginning}: {description}"),
            advice,
        );
        failure.http_status = Some(answer.status);
        failure.trace_id = self
            .traced
            .text("fbtrace_id")
            .map(|id| bounded(&redactor.text(&id)));
        failure.details = Some(redactor.json(self.raw))
            .filter(|it| it.len() <= LONGEST_DETAILS && redactor.is_clean(it));
        failure
    }

    /// What happened in this case, in WhatsApp's words.
    fn details(&self) -> Option<String> {
        self.object
            .object("error_data")
            .and_then(|data| data.text("details"))
            .filter(|details| !details.is_empty())
    }

    /// Message, details and the text for the user, each once. Secrets are
    /// redacted before a text is cut: what is left of a token at the cut would
    /// not be recognised.
    fn description(&self, details: Option<&str>, redactor: &Redactor<'_>) -> String {
        let mut description = self
            .object
            .text("message")
            .filter(|message| !message.is_empty())
            .map_or_else(
                || "no reason given".to_owned(),
                |message| bounded(&redactor.text(&message)),
            );
        let for_user = self.object.text("error_user_msg");
        for more in [details, for_user.as_deref()].into_iter().flatten() {
            let more = &*redactor.text(more);
            if !more.is_empty() && !description.contains(more) {
                let separator = if description.ends_with(['.', '!', '?']) {
                    ""
                } else {
                    "."
                };
                let _ = write!(description, "{separator} {}", bounded(more));
            }
        }
        description
    }
}

fn bounded(text: &str) -> String {
    one_line(text, LONGEST_TEXT)
}

/// An error with a code nobody knows yet, or without one. Graph's error
/// object is a refusal; but a 5xx is Graph's own failure, in the middle of
/// which the message may have left.
fn meaning_of_status(status: u16, is_transient: bool) -> Meaning {
    let (outcome, advice) = match status {
        500.. => (Outcome::Unknown, UNKNOWN_OUTCOME_ADVICE),
        408 | 429 => (Outcome::Temporary, "Wait before trying again."),
        _ if is_transient => (
            Outcome::Temporary,
            "WhatsApp reports a temporary problem: wait, then try again.",
        ),
        _ => (
            Outcome::Permanent,
            "Look up the code in WhatsApp's list of error codes, fix the cause, and try again.",
        ),
    };
    let category = match category_of_status(status) {
        // Graph answers 404 for its own reasons, not only for a wrong address.
        FailureCategory::Configuration => FailureCategory::Request,
        FailureCategory::Request if outcome == Outcome::Temporary => FailureCategory::Service,
        category => category,
    };
    Meaning {
        outcome,
        category,
        wait_seconds: None,
        advice,
    }
}
