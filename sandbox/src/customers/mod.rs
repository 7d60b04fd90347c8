//! The people on the other side, and how a test plays them.

mod book;
mod handle;
mod received;

pub(crate) use book::{Conduct, Customers, Person};
pub use handle::Customer;
pub use received::Received;
