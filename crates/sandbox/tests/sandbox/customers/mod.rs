//! What customers do, and what others do with them.

mod answers;
mod contact_info;
mod identity;
mod observed;
mod played;
mod transcript;
