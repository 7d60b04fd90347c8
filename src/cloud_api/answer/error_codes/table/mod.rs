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

use uip_kit::error_numbers::{self, Meaning, Row, Span};

/// The meaning of a code that the table has.
pub fn look_up(code: u32) -> Option<Meaning> {
    let rows = [
        account::ROWS,
        platform::ROWS,
        delivery::ROWS,
        template::ROWS,
        request::ROWS,
    ];
    error_numbers::look_up(rows.into_iter().flatten(), code)
}

/// The range of a single code.
const fn only(code: u32) -> Span {
    (code, code)
}
