//! The people on the other side, and how a test plays them.

mod answers;
mod attachment;
mod book;
mod chat_link;
mod choice;
mod handle;
mod received;
mod sent;

pub use answers::CannotAnswer;
pub use attachment::Attachment;
pub(crate) use book::{Conduct, Customers, Person};
pub use chat_link::CannotFollow;
pub use choice::{Choice, ChoiceKind};
pub use handle::Customer;
pub use received::{Card, Received};
pub use sent::Sent;
