//! Message templates: data in Meta's definition shape.

mod catalogue;
mod definition;
pub(crate) mod generated;
mod listing;
pub(crate) mod review;

pub use catalogue::{Catalogue, TemplateError};
pub(crate) use definition::{Button, Header, Part, Template, variables};
pub use review::Review;
