//! Media files that WhatsApp keeps: uploaded, described, fetched, taken away.

mod address;
mod description;
mod download;
mod id;
mod kind;
mod multipart;
mod upload;

pub use address::FileAddress;
pub use description::Description;
pub use download::{DownloadLimit, too_large, whole};
pub use id::{MediaId, mend};
pub use multipart::Multipart;
pub use upload::Upload;
