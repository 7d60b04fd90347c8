//! JSON as text: looked into where it lies, and written piece by piece.

mod read;
mod write;

#[cfg(test)]
mod tests;

pub use read::{Object, Part, Raw, parts};
pub use write::{ObjectWriter, array, quote};
