//! Twilio's API without the network: what a request looks like, what an answer
//! means. Everything here is pure.

pub mod answer;
mod media;
pub mod message;
mod purpose;
#[cfg(test)]
mod tests;

pub use media::media_id;
pub use purpose::{Purpose, TWILIO};
