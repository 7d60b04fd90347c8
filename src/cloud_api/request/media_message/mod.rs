//! Media files: where one comes from, and how it is sent.

mod content;
mod source;

use uip_kit::field::Limited;

pub use content::MediaContent;
pub use source::{MediaObject, is_web_address};

/// Text below a picture, a video or a document.
type Caption = Limited<1024>;
