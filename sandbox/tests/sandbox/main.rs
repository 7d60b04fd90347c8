//! Drives the sandbox from outside, with a client and a callback that share no code with it.

mod callbacks;
mod faults;
mod notifications;
mod other_types;
mod refusals;
mod sending;
mod support;
mod templates;
