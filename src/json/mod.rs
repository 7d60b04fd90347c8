//! JSON as text: looked into where it lies, and written piece by piece.

mod read;
pub mod work;
mod write;

#[cfg(test)]
mod tests;

pub use read::{Member, Object, Part, Raw, parts, unescaped};
pub use write::{ObjectWriter, array, quote};
