//! Messages in either direction, and what is notified about them.

pub(crate) mod identity;
pub(crate) mod inbound;
pub(crate) mod ledger;
pub(crate) mod others;
pub(crate) mod statuses;
