//! What changes the account: its profile, its number's registration, its
//! subscription, whom it blocks.

pub mod block_list;
pub mod profile_change;
pub mod registration;
pub mod subscription;
