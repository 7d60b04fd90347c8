//! From a notification, as WhatsApp posts it to a webhook, to events. Pure:
//! nothing here talks to an engine or to a network.
//!
//! A notification holds entries, an entry holds changes, a change holds
//! messages or statuses, or something else. Each is read on its own, so that
//! one that is not in the documented form never takes its neighbours with it.

mod change;
mod change_events;
mod contact;
mod content;
mod entry;
mod event;
mod event_id;
mod hash;
mod message;
mod notification;
mod observed;
mod origin;
mod payload;
mod process;
mod shared;
mod status;
mod update;

#[cfg(test)]
mod tests;

pub use event::Event;
pub use process::process;
