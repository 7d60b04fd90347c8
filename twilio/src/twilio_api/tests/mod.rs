//! What a request looks like, and what an answer means.

mod answers;
mod bodies;
