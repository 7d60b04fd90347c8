//! How long to wait before trying again, as the answer's headers say it.

use super::http_answer::Answer;
use crate::json::{Document, Raw};

/// `Retry-After` in seconds. WhatsApp does not document it; a proxy may send
/// it. The form with a date is not read: it would need a clock that agrees
/// with the server's.
pub fn retry_after(answer: &Answer) -> Option<u32> {
    answer
        .header("retry-after")?
        .trim()
        .parse()
        .ok()
        .filter(|&seconds| seconds > 0)
}

/// The longest `estimated_time_to_regain_access` for `whatsapp` in
/// `X-Business-Use-Case-Usage`, which Meta gives in minutes, in seconds.
///
/// The header is an object with one array for each business account.
pub fn regain_access(answer: &Answer) -> Option<u32> {
    let usage = Document::parse(answer.header("x-business-use-case-usage")?).ok()?;
    usage
        .object()?
        .members()
        .filter_map(|account| account.value.items())
        .flatten()
        .filter_map(Raw::object)
        .filter(|entry| {
            entry
                .text("type")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("whatsapp"))
        })
        .filter_map(|entry| entry.number::<u32>("estimated_time_to_regain_access"))
        .map(|minutes| minutes.saturating_mul(60))
        .max()
        .filter(|&seconds| seconds > 0)
}
