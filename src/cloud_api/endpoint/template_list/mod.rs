//! The account's templates: which are asked for, and what WhatsApp lists.

mod collection;
mod csv;
mod page;
mod query;

pub use collection::{Collection, Listed};
pub use csv::csv;
pub use page::Page;
pub use query::Query;
