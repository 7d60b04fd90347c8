//! Photos, sound, films and papers: what WhatsApp takes, and where the sandbox keeps it.

mod kinds;
mod shelf;
pub(crate) mod uploads;

pub(crate) use kinds::{Kind, TYPES, base_type, longest};
pub use shelf::Media;
pub(crate) use shelf::{Gone, Shelf};
