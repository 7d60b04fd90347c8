//! What a request looks like, and what an answer means.

mod answers;
mod bodies;
mod contents;
mod files;
mod interactive;
mod senders;

pub use bodies::parameters;
