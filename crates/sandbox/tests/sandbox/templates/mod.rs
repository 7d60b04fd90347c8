//! Templates: sent, created, reviewed, edited, deleted, and the uploads of their samples.

mod changes;
mod definitions;
mod parts;
mod refusals;
mod sending;
pub mod uploads;
