//! Templates, which Twilio calls content.

mod definition;
mod listing;
mod places;
mod reference;
mod render;
mod shorthand;
#[cfg(test)]
mod tests;
mod values;

pub use definition::{Definition, content};
pub use listing::{Filter, listed, path};
pub use reference::{Choice, Named, Reference};
pub use render::render;
pub use shorthand::shorthand;
pub use values::{TemplateValues, Values};

/// Where templates are listed with what WhatsApp thinks of them.
pub const PATH: &str = "/v2/ContentAndApprovals";
