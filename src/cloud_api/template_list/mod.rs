//! The account's templates: which are asked for, and what WhatsApp lists.

mod page;
mod query;

pub use page::Page;
pub use query::Query;
