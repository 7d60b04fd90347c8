//! What a request looks like, and what an answer means.

mod answers;
mod bodies;
mod contents;
mod corpus;
mod files;
mod forms;
mod interactive;
mod refusals;
mod senders;

pub use bodies::{decoded, parameters};
