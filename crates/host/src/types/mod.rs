//! JSON and component values: the shapes an adapter's types have, and the
//! conversions between the two worlds.

mod choice;
mod from_json;
mod from_text;
mod mistake;
mod names;
mod number;
mod shape;
mod to_json;
mod weight;

pub use mistake::{Mistake, Mistakes};
pub use shape::{Field, IntKind, RecordShape, Shape, UnsupportedType, VariantShape};

pub(crate) use mistake::list_of;
pub(crate) use names::{camel, snake};
pub(crate) use number::digits;
