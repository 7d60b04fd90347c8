//! The account's templates: which are asked for, and what WhatsApp lists.

mod collection;
mod page;
mod query;

pub use collection::{Collection, Listed};
pub use page::Page;
pub use query::Query;
