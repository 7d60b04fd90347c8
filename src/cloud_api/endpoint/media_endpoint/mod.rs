//! Media files that WhatsApp keeps: uploaded, described, fetched, taken away.

mod address;
mod description;
mod digest;
mod download;
mod encoder;
mod file_text;
mod id;
mod kind;
mod multipart;
mod part;
mod upload;

pub use address::FileAddress;
pub use description::Description;
pub use digest::Digest;
pub use download::{DownloadLimit, too_large, whole};
pub use encoder::{Encoded, Encoder};
pub use file_text::FileText;
pub use id::{MediaId, mend};
pub use multipart::Multipart;
pub use part::Part;
pub use upload::Upload;
