use std::io::Write as _;

use wasip2::http::types::{Fields, OutgoingBody, OutgoingResponse, ResponseOutparam};

use crate::body::NotRead;
use crate::types::{CommandError, Failure};

/// Seconds until a sender is to try again, where the adapter names none.
const RETRY_AFTER: u32 = 5;
/// Bytes that `blocking-write-and-flush` takes at once.
const WRITE_SIZE: usize = 4096;
const TEXT: &str = "text/plain; charset=utf-8";

/// An answer. What it tells the sender says nothing that helps to guess; what
/// the operator needs goes to standard error.
pub struct Answer {
    status: u16,
    content_type: &'static str,
    text: String,
    header: Option<(&'static str, String)>,
}

impl Answer {
    /// The address is ours: the challenge comes back.
    pub fn challenge(challenge: String) -> Self {
        // The challenge is the sender's own text: no browser is to read a page
        // into it.
        Self::new(200, challenge).with("x-content-type-options", "nosniff".to_owned())
    }

    /// The check of the address named another verify token, or was none.
    pub fn wrong_verify_token() -> Self {
        Self::new(403, "wrong verify token\n")
    }

    /// There is no verify token to compare with.
    pub fn no_verify_token() -> Self {
        log("403: The property verifyToken is not set, so WhatsApp's check of the address fails.");
        Self::wrong_verify_token()
    }

    /// None of the methods that the endpoint answers: `GET, POST`.
    pub fn method_not_allowed(allowed: &str) -> Self {
        Self::new(405, format!("{} only\n", allowed.replace(", ", " and ")))
            .with("allow", allowed.to_owned())
    }

    /// What became of a notification: `taken`, if every event of it was.
    ///
    /// What is wrong with the notification is told to its sender. Every other
    /// failure is the operator's to fix, and the sender is asked to try again.
    pub fn of<Processed>(processed: Result<Processed, CommandError>, taken: Self) -> Self {
        match processed {
            Ok(_) => taken,
            Err(CommandError::PermanentFailure(failure)) => match failure.code.as_str() {
                "invalid-signature" => Self::wrong_signature(&failure),
                "invalid-notification" | "unsupported-object" => Self::not_a_notification(&failure),
                _ => Self::later(&failure),
            },
            Err(
                CommandError::TemporaryFailure(failure)
                | CommandError::PermanentUnknownOutcome(failure),
            ) => Self::later(&failure),
            Err(CommandError::ExecutionFailed) => Self::crashed(),
        }
    }

    /// Acknowledges a notification, without content.
    pub fn taken() -> Self {
        Self::new(200, "")
    }

    /// Acknowledges a notification to Twilio, with a document that asks for nothing.
    pub fn taken_as_twiml() -> Self {
        Self {
            content_type: "text/xml; charset=utf-8",
            ..Self::new(200, r#"<?xml version="1.0" encoding="UTF-8"?><Response/>"#)
        }
    }

    /// The body could not be read.
    pub fn not_read(why: &NotRead) -> Self {
        match why {
            NotRead::TooLarge => Self::new(413, "the body is too large\n"),
            NotRead::Cut => Self::new(400, "the body was cut\n"),
            NotRead::NotUtf8 => Self::new(400, "not a notification\n"),
        }
    }

    /// The signature is missing or wrong.
    fn wrong_signature(failure: &Failure) -> Self {
        // Its advice is for triggers that check signatures themselves.
        log(&format!("401: {}", failure.error));
        Self::new(401, "wrong or missing signature\n")
    }

    /// It is signed, and no notification.
    fn not_a_notification(failure: &Failure) -> Self {
        log_failure(400, failure);
        Self::new(400, "not a notification\n")
    }

    /// It is not taken now, and may be later.
    fn later(failure: &Failure) -> Self {
        log_failure(503, failure);
        Self::again(failure.retry_after_seconds.unwrap_or(RETRY_AFTER))
    }

    /// The engine could not run the command.
    fn crashed() -> Self {
        log("503: The engine could not run process-webhook.");
        Self::again(RETRY_AFTER)
    }

    /// The configuration lacks what it takes.
    pub fn not_configured(reason: &str) -> Self {
        log(&format!("503: {reason}"));
        Self::again(RETRY_AFTER)
    }

    fn again(seconds: u32) -> Self {
        Self::new(503, "not taken; send it again later\n").with("retry-after", seconds.to_string())
    }

    fn new(status: u16, text: impl Into<String>) -> Self {
        Self {
            status,
            content_type: TEXT,
            text: text.into(),
            header: None,
        }
    }

    fn with(mut self, name: &'static str, value: String) -> Self {
        self.header = Some((name, value));
        self
    }

    /// Sends it. That the sender no longer listens is no concern of ours.
    pub fn send(self, to: ResponseOutparam) {
        let headers = [("content-type", self.content_type.to_owned())]
            .into_iter()
            .chain(self.header)
            .map(|(name, value)| (name.to_owned(), value.into_bytes()))
            .collect::<Vec<_>>();
        let response =
            OutgoingResponse::new(Fields::from_list(&headers).unwrap_or_else(|_| Fields::new()));
        // Every status here is a valid one.
        let _ = response.set_status_code(self.status);
        let body = response.body();
        ResponseOutparam::set(to, Ok(response));
        let Ok(body) = body else { return };
        if let Ok(stream) = body.write() {
            for piece in self.text.as_bytes().chunks(WRITE_SIZE) {
                if stream.blocking_write_and_flush(piece).is_err() {
                    break;
                }
            }
        }
        let _ = OutgoingBody::finish(body, None);
    }
}

/// The adapter's own sentences: they hold no secret and no line break.
fn log_failure(status: u16, failure: &Failure) {
    log(&format!("{status}: {} {}", failure.error, failure.advice));
}

fn log(line: &str) {
    // A log that cannot be written is no reason to stop.
    let _ = writeln!(std::io::stderr(), "whatsapp webhook: {line}");
}
