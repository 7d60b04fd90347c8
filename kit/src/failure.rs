//! How a command fails, and what to do about it.
//!
//! These are the types `command-error`, `failure` and `failure-category` of an
//! adapter's WIT. `wit_bindgen::generate!` takes them instead of generating its own
//! (`with`), so that what is in this crate can return them.
//!
//! A failure is built from what every failure must say (code, kind of
//! problem, what happened, what to do next), takes more facts where there are
//! some, and ends with the word that says whether anything was sent.

use crate::redact::without_tokens;

/// How a command failed: whether anything was sent, and whether a retry is safe.
#[derive(Debug, Clone)]
pub enum CommandError {
    /// The engine could not run the command. Reserved for engines: no adapter
    /// returns it.
    ExecutionFailed,
    /// Nothing was sent. A retry cannot succeed until something changes.
    PermanentFailure(Failure),
    /// Nothing was sent. A retry is safe, after the wait if one is given.
    TemporaryFailure(Failure),
    /// The request left, and no clear answer came: a retry may do twice what it
    /// does.
    PermanentUnknownOutcome(Failure),
}

/// Why a command failed, and what to do about it.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The service's error number as text, or a name such as
    /// `invalid-phone-number` where the adapter found the problem itself.
    pub code: String,
    /// One sentence: what happened, and whether anything was sent.
    pub error: String,
    /// What kind of problem it is.
    pub category: FailureCategory,
    /// One sentence: what to do next.
    pub advice: String,
    /// How many seconds to wait before a retry.
    pub retry_after_seconds: Option<u32>,
    /// The HTTP status of the service's answer.
    pub http_status: Option<u16>,
    /// The service's id for the request, for its support.
    pub trace_id: Option<String>,
    /// The service's error object, unchanged, as JSON.
    pub details: Option<String>,
}

/// The kind of a problem, so that a flow can branch without knowing the service's
/// error numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureCategory {
    /// The credentials are missing, wrong or expired.
    Authentication,
    /// The credentials or the account do not have permission for this.
    Permission,
    /// The service's policy forbids this.
    Policy,
    /// A rate limit was exceeded.
    Throttled,
    /// This recipient cannot be reached, or does not want this message.
    Recipient,
    /// The time in which free text may be sent is over.
    Window,
    /// The template: its name, language, parameters or state.
    Template,
    /// A media file could not be fetched or used.
    Media,
    /// Something in the request itself.
    Request,
    /// The service itself has a problem.
    Service,
    /// The connection to the service: network, TLS, timeout, proxy.
    Network,
    /// A notification: its signature, its form, or an event that the engine
    /// rejected.
    Webhook,
    /// The adapter's properties, or the account's settings.
    Configuration,
    /// A kind that the contract does not name.
    Other,
}

impl FailureCategory {
    /// The cases of `failure-category` in WIT, in the order in which an adapter must
    /// declare them. The generated bindings pass a case by its position and do not
    /// compare names, so an adapter's tests compare them.
    pub const WORDS: [&'static str; 14] = [
        "authentication",
        "permission",
        "policy",
        "throttled",
        "recipient",
        "window",
        "template",
        "media",
        "request",
        "service",
        "network",
        "webhook",
        "configuration",
        "other",
    ];
}

impl Failure {
    /// A failure with the four things each one has. `error` says what happened
    /// and whether anything was sent, `advice` what to do next: one sentence each,
    /// free of secrets. A control character in them, as a name that the service
    /// gave may have, becomes a space.
    #[allow(clippy::needless_pass_by_value)] // the sentence is made for it
    pub fn new(code: &str, category: FailureCategory, error: String, advice: &str) -> Self {
        Self {
            code: code.to_owned(),
            error: error.replace(char::is_control, " "),
            category,
            advice: advice.replace(char::is_control, " "),
            retry_after_seconds: None,
            http_status: None,
            trace_id: None,
            details: None,
        }
    }

    /// Nothing was sent, and trying again cannot help.
    #[must_use]
    pub fn permanent(self) -> CommandError {
        CommandError::PermanentFailure(self)
    }

    /// Nothing was sent, and trying again is safe.
    #[must_use]
    pub fn temporary(self) -> CommandError {
        CommandError::TemporaryFailure(self)
    }

    /// The request may have had its effect.
    #[must_use]
    pub fn unknown_outcome(self) -> CommandError {
        CommandError::PermanentUnknownOutcome(self)
    }
}

/// The error with another advice, where it is a refusal with this code.
pub fn advise(mut error: CommandError, code: &str, advice: &str) -> CommandError {
    if let CommandError::PermanentFailure(failure) = &mut error
        && failure.code == code
    {
        advice.clone_into(&mut failure.advice);
    }
    error
}

/// At most this many characters of a refused value are shown.
const EXCERPT_CHARACTERS: usize = 40;

/// The beginning of a refused value in quotes, safe to show. Never for
/// secrets.
pub fn quoted(value: &str) -> String {
    format!("\"{}\"", one_line(value, EXCERPT_CHARACTERS))
}

/// A text from outside, safe to show in one line: what looks like an
/// access token is redacted, control characters become spaces, and what is
/// longer than `most` characters is cut.
pub fn one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    for (place, character) in without_tokens(text).chars().enumerate() {
        if place == most {
            line.push('…');
            break;
        }
        line.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{Failure, FailureCategory};

    #[test]
    fn error_and_advice_are_one_line_each() {
        let failure = Failure::new(
            "code",
            FailureCategory::Request,
            "No variable {{a\r\nb}}.".to_owned(),
            "Correct a\u{85}b.",
        );
        assert_eq!(failure.error, "No variable {{a  b}}.");
        assert_eq!(failure.advice, "Correct a b.");
    }

    /// The place of a case: a new one does not compile without a place here.
    fn place(case: FailureCategory) -> usize {
        match case {
            FailureCategory::Authentication => 0,
            FailureCategory::Permission => 1,
            FailureCategory::Policy => 2,
            FailureCategory::Throttled => 3,
            FailureCategory::Recipient => 4,
            FailureCategory::Window => 5,
            FailureCategory::Template => 6,
            FailureCategory::Media => 7,
            FailureCategory::Request => 8,
            FailureCategory::Service => 9,
            FailureCategory::Network => 10,
            FailureCategory::Webhook => 11,
            FailureCategory::Configuration => 12,
            FailureCategory::Other => 13,
        }
    }

    #[test]
    fn the_words_have_the_order_of_the_cases() {
        use FailureCategory::{
            Authentication, Configuration, Media, Network, Other, Permission, Policy, Recipient,
            Request, Service, Template, Throttled, Webhook, Window,
        };
        let cases = [
            Authentication,
            Permission,
            Policy,
            Throttled,
            Recipient,
            Window,
            Template,
            Media,
            Request,
            Service,
            Network,
            Webhook,
            Configuration,
            Other,
        ];
        let named = cases.map(|case| format!("{case:?}").to_lowercase());
        assert_eq!(named, FailureCategory::WORDS);
        assert!(cases.is_sorted_by_key(|case| place(*case)));
        assert!(cases.is_sorted());
    }
}
