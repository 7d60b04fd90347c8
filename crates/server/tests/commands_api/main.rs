//! The commands API over real HTTP, in front of an adapter that sends nothing.

mod api;
mod calls;
mod connections;
mod fake;
mod properties;
mod tokens;
