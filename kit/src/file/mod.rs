//! Files, which cross the contract as base64 text: decoded and encoded while they
//! are sent, so that a component never holds a file together with its text.

mod digest;
mod encoder;
mod text;

pub use digest::Digest;
pub use encoder::{Encoded, Encoder};
pub use text::FileText;
