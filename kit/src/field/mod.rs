//! The fields of a command's request: what each is checked for before anything
//! is sent.

mod degrees;
pub mod json;
mod limits;
mod refusal;

pub use degrees::degrees;
pub use limits::{Limited, check_count, check_text, check_unique, required};
pub use refusal::{found, given, refuse, refuse_as};
