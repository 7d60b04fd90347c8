//! Photos, sound, films and papers: what WhatsApp takes, and where the sandbox keeps it.

mod attachment;
mod kinds;
mod shelf;
pub(crate) mod uploads;

pub use attachment::Attachment;
pub(crate) use kinds::{Kind, TYPES, base_type, longest};
pub use shelf::Media;
pub(crate) use shelf::{Gone, Shelf};
