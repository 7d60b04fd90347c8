//! Twilio's error object, in both its forms.

use super::super::purpose::Purpose;
use super::error_codes::look_up;
use uip_kit::error_numbers::{Meaning, Outcome};
use uip_kit::failure::one_line;
use uip_kit::http::{Answer, category_of_status};
use uip_kit::json::Document;
use uip_kit::{CommandError, Failure, FailureCategory};

/// How much of Twilio's own words is passed on, in characters.
const LONGEST: usize = 500;
/// The longest wait that is believed, in seconds.
const LONGEST_WAIT: u32 = 3600;

/// `code` and `message`, as the older services write it, or `detail` and `title`
/// (RFC 9457), as the newer ones do.
pub struct TwilioError<'a> {
    code: u32,
    message: String,
    /// The whole object, as it came.
    json: &'a str,
}

impl<'a> TwilioError<'a> {
    /// The error in an answer that is no success; `None` if it has no code.
    pub fn find(document: &'a Document<'_>, answer: &Answer) -> Option<Self> {
        let object = document.object().filter(|_| !answer.is_success())?;
        let words = ["message", "detail", "title"];
        Some(Self {
            code: object.number("code")?,
            message: words.iter().find_map(|name| object.text(name))?,
            json: document.text(),
        })
    }

    /// What it means for a request of this purpose.
    pub fn classify(&self, answer: &Answer, purpose: Purpose) -> CommandError {
        let (code, status) = (self.code, answer.status);
        let meaning = look_up(code);
        let says = one_line(&self.message, LONGEST);
        let build = |category, what: &str, advice: &str| {
            let error = format!("{what}: \"{says}\" (error {code}, HTTP status {status}).");
            let mut failure = Failure::new(&code.to_string(), category, error, advice);
            failure.http_status = Some(status);
            let waiting = answer.retry_after().filter(|wait| *wait <= LONGEST_WAIT);
            failure.retry_after_seconds = waiting.or(meaning.wait_seconds);
            failure.details = Some(self.json.to_owned());
            failure
        };
        if status >= 500 {
            let effect = purpose.effect();
            let what = format!("Twilio failed, and {}", effect.doubt);
            let advice = effect.unknown_advice;
            return effect.unknown_outcome(build(FailureCategory::Service, &what, advice));
        }
        let Meaning {
            outcome,
            mut category,
            advice,
            ..
        } = meaning;
        if category == FailureCategory::Other {
            category = match category_of_status(status) {
                // 404 and 405 with a code of Twilio's are not a wrong address.
                FailureCategory::Configuration => FailureCategory::Request,
                category => category,
            };
        }
        let failure = build(category, &purpose.refused(), advice);
        if outcome == Outcome::Temporary || status == 429 {
            failure.temporary()
        } else {
            failure.permanent()
        }
    }
}
