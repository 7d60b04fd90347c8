//! From a notification of Twilio's to an event.

mod content;
mod customer;
mod event;
mod message;
mod notification;
mod parameters;
mod process;
mod settings;
mod signature;
mod status;
#[cfg(test)]
mod tests;
mod url;

pub use event::Event;
pub use process::process;
pub use settings::Settings;
