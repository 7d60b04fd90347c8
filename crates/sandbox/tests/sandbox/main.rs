//! Drives the sandbox from outside, with a client and a callback that share no code with it.

#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "tables of cases read best with their values in place"
)]

mod account;
mod bounds;
mod command;
mod controls;
mod customers;
mod faults;
mod media;
mod messages;
mod notifications;
mod other_pages;
mod page;
mod support;
mod templates;
mod twilio;
