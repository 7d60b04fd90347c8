//! JSON and component values: the shapes an adapter's types have, and the
//! conversions between the two worlds.

mod choice;
mod from_json;
mod from_text;
mod names;
mod number;
mod shape;
mod to_json;

pub use shape::{Field, IntKind, RecordShape, Shape, UnsupportedType, VariantShape};

pub use uip_contract::{Mistake, Mistakes};

pub(crate) use names::{camel, list_of, snake};
pub(crate) use number::digits;
