//! Webhook notifications: built, batched, signed, and posted.

mod body;
mod delivery;
mod encoding;
mod outbox;
mod signature;
mod verification;

pub(crate) use body::Update;
pub(crate) use delivery::deliver_for_ever;
pub(crate) use encoding::encode;
pub(crate) use outbox::Outbox;
pub use outbox::{Attempt, Notification};
pub(crate) use signature::sign;
pub use verification::VerifyError;
pub(crate) use verification::verify;
