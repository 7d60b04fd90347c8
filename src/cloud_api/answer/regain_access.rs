//! When a throttled account regains access.

use uip_kit::http::Answer;
use uip_kit::json::{Document, Raw};

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
