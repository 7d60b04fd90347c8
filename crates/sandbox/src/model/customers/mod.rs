//! The people on the other side: who they are, what is on their phones, and what they can tap.

mod book;
mod choice;
mod phone;

pub(crate) use book::{Conduct, Customers, Person};
pub use choice::{Choice, ChoiceKind};
pub use phone::{Card, Received, Sent};
