//! The table of WhatsApp's error codes, one file for each family.
//!
//! Sources: Meta's page "Error codes", the pages on Direct Send, calling,
//! groups, block users and health status, and the codes that public clients
//! list.

mod account;
mod delivery;
mod platform;
mod request;
mod template;

use super::Meaning;

/// A range of error codes: its first and its last.
pub type Span = (u32, u32);

/// Codes that mean the same.
type Row = (&'static [Span], Meaning);

/// The meaning of a code that the table has.
pub fn look_up(code: u32) -> Option<Meaning> {
    [
        account::ROWS,
        platform::ROWS,
        delivery::ROWS,
        template::ROWS,
        request::ROWS,
    ]
    .into_iter()
    .flatten()
    .find(|(spans, _)| spans.iter().any(|span| is_within(code, *span)))
    .map(|(_, meaning)| *meaning)
}

/// Whether a code is in a range.
pub fn is_within(code: u32, (first, last): Span) -> bool {
    (first..=last).contains(&code)
}

/// The range of a single code.
const fn only(code: u32) -> Span {
    (code, code)
}
