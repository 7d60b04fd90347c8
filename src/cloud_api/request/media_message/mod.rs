//! Media files: where one comes from, and how it is sent.

mod content;
mod source;

pub use content::MediaContent;
pub use source::{MediaObject, is_web_address};
