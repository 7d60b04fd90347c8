//! What WhatsApp's error numbers mean, after Meta's page on error codes and
//! the other pages that name codes.
//!
//! The number decides, never the HTTP status: Meta answers throttling with
//! 400 now, and with 403 and 429 earlier. An error object is an explicit
//! refusal, so nothing was sent; the exceptions are 1 and 131000, which Meta
//! answers when something broke inside, perhaps after the message left.

mod table;

use super::retry_safety::UNKNOWN_OUTCOME_ADVICE;
use uip_kit::FailureCategory::{Configuration, Media, Request, Service, Template};
use uip_kit::error_numbers::{Meaning, Outcome, Span, is_within};

/// A value of the request is not accepted: often the id of a message.
pub const INVALID_PARAMETER: &str = "131009";

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;

/// Meta's advice for a pair of numbers is to wait 4^X seconds before retry X,
/// beginning with X = 0. A command does not know how often it was tried, and
/// one second rarely helps where one message in six seconds is allowed: so
/// this is the second step, 4^1.
const PAIR_RATE_WAIT: u32 = 4;

/// WhatsApp failed inside, perhaps after the message left.
const UNKNOWN: Meaning = Meaning {
    outcome: Outcome::Unknown,
    category: Service,
    wait_seconds: None,
    advice: UNKNOWN_OUTCOME_ADVICE,
};

/// A code 100 with the subcode 33.
const NO_ACCESS_TO_OBJECT: Meaning = Meaning::permanent(
    Configuration,
    "Check the property phoneNumberId, and check that the token's user has access to it.",
);

/// 2500 is a path that Graph does not know, 2635 a version that has ended: all
/// paths are right but for the version.
const WRONG_VERSION: Meaning = Meaning::permanent(
    Configuration,
    "Set the property apiVersion to a version that WhatsApp supports, such as v25.0.",
);

/// 131008, a value that is missing. Most often it is one of a template's
/// variables, which the details name in Meta's words, not in the request's.
const VALUE_MISSING: Meaning = Meaning::permanent(
    Request,
    "Give the value that the details name. Use buttons[].value.url-suffix for the variable in a \
     button's link, and buttons[].value.one-time-password for a one-time password. If the \
     template's variables are named, each value needs bodyParameters[].name.",
);

/// A code or a subcode of this span is about a template or a number.
const DETAIL_SPAN: Span = (2_388_000, 2_388_999);
const DETAIL: Meaning = Meaning::permanent(
    Template,
    "Fix the problem with the template or the phone number that the error describes.",
);

/// 131052 and 131053, when WhatsApp could not get the file.
const MEDIA_NOT_FETCHED: Meaning = Meaning::temporary(
    Media,
    None,
    "WhatsApp could not fetch the file: try again. If the problem persists, upload the file and \
     send its id.",
);
/// 131052 and 131053, when it could not use the file.
const MEDIA_NOT_USABLE: Meaning = Meaning::permanent(
    Media,
    "WhatsApp cannot use this file: check its type, codec and size, and check that its URL opens \
     without a redirect. Or upload the file and send its id.",
);

/// The meaning of an error code; `None` for one that is not known. A subcode
/// tells apart what the general code 100 means, and names thread control,
/// which several codes are raised for. `details` is `error_data.details`,
/// which alone tells the causes of a failed media file apart.
pub fn meaning(code: i64, subcode: Option<i64>, details: &str) -> Option<Meaning> {
    let is_detail = |number: i64| is_within(u32::try_from(number).unwrap_or_default(), DETAIL_SPAN);
    match (code, subcode) {
        (100, Some(33)) => return Some(NO_ACCESS_TO_OBJECT),
        (2500 | 2635, _) => return Some(WRONG_VERSION),
        (_, Some(THREAD_CONTROL)) => return known(THREAD_CONTROL),
        (131_008, _) => return Some(VALUE_MISSING),
        // The subcodes of other families count from 1 and mean other things.
        (100, Some(subcode)) if subcode >= LOWEST_LONG_CODE && known(subcode).is_some() => {
            return known(subcode);
        }
        (100, Some(subcode)) if is_detail(subcode) => return Some(DETAIL),
        (131_052 | 131_053, _) if is_fetch_error(details) => return Some(MEDIA_NOT_FETCHED),
        (131_052 | 131_053, _) => return Some(MEDIA_NOT_USABLE),
        _ if is_detail(code) && known(code).is_none() => return Some(DETAIL),
        _ => {}
    }
    known(code)
}

/// "Taking control of the conversation is not permitted".
const THREAD_CONTROL: i64 = 2_494_191;
/// Codes of seven digits mean the same as a code and as a subcode.
const LOWEST_LONG_CODE: i64 = 1_000_000;

fn known(code: i64) -> Option<Meaning> {
    table::look_up(u32::try_from(code).ok()?)
}

/// WhatsApp could not get the file, rather than not use it.
fn is_fetch_error(details: &str) -> bool {
    let details = details.to_ascii_lowercase();
    ["download", "fetch", "timed out", "timeout"]
        .iter()
        .any(|word| details.contains(word))
}
