//! JSON and component values: the shapes an adapter's types have, and the
//! conversions between the two worlds.

mod choice;
mod from_json;
mod from_text;
mod names;
mod number;
mod shape;
mod to_json;
#[cfg(feature = "wasmtime")]
mod values;

#[cfg(feature = "wasmtime")]
pub use shape::UnsupportedType;
pub use shape::{Field, IntKind, RecordShape, Shape, VariantShape};

pub use uip_contract::{Mistake, Mistakes};

pub(crate) use from_json::NO_LIMITS;
pub(crate) use names::{camel, list_of, snake};
pub(crate) use number::digits;
pub(crate) use shape::Shapes;
