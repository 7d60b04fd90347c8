//! Message templates: data in Meta's definition shape.

mod catalogue;
mod definition;

pub use catalogue::{Catalogue, TemplateError};
pub(crate) use definition::{Button, Header, Part, Template, variables};
