//! Twilio's API without the network: what a request looks like, what an answer
//! means. Everything here is pure.

pub mod answer;
pub mod interactive;
pub mod media;
pub mod message;
mod message_sid;
pub mod page;
mod purpose;
pub mod redirect;
pub mod sender;
pub mod template;
#[cfg(test)]
mod tests;

pub use message_sid::message_sid;
pub use purpose::{Purpose, TWILIO};
