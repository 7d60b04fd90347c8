//! JSON as text: read once and looked into where it lies, and written piece by
//! piece.

mod document;
mod number;
mod read;
mod serialize;
mod string;
pub mod work;
mod write;

#[cfg(test)]
mod tests;

pub use document::{Document, Error};
pub use read::{Items, Member, Members, Object, Raw};
pub use serialize::{OwnedRaw, to_string};
pub use string::{Part, Quoted, parts, unescaped, without_byte_order_mark};
pub use write::{ObjectWriter, quote};
