//! The people on the other side: who they are, what is on their phones, and what they can tap.

mod book;
mod choice;
mod last_wrote;
mod looks;
mod phone;

pub(crate) use book::{Conduct, Customers, Person};
pub use choice::{Choice, ChoiceKind};
pub(crate) use last_wrote::LastWrote;
pub(crate) use looks::{Arrival, Looks};
pub use phone::{Card, Received, Sent};
