//! Webhook notifications: built, batched, signed, and posted.

mod body;
mod encoding;
mod outbox;
mod signature;
pub(crate) mod words;

pub(crate) use body::Update;
pub(crate) use encoding::encode;
pub(crate) use outbox::Outbox;
pub use outbox::{Attempt, Notification};
pub(crate) use signature::sign;
