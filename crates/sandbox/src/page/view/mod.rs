//! What the page shows, made from the state.

pub(super) mod bubble;
pub(super) mod buttons;
pub(super) mod chat;
pub(super) mod parts;
pub(super) mod people;
pub(super) mod preview;
pub(super) mod summary;
