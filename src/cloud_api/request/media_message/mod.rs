//! Media files: where one comes from, and how it is sent.

mod content;
mod link_fallback;
mod source;
mod stored_file;

use uip_kit::field::Limited;

pub use content::MediaContent;
pub use link_fallback::link_instead;
pub use source::MediaObject;
pub use stored_file::StoredFile;

/// Text below a picture, a video or a document.
type Caption = Limited<1024>;
