//! Drives the sandbox from outside, with a client and a callback that share no code with it.

#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "tables of cases read best with their values in place"
)]

mod account;
mod answers;
mod blocks;
mod callbacks;
mod command;
mod contact_info;
mod controls;
mod direct_send;
mod faults;
mod health;
mod history;
mod identity;
mod interactive;
mod media;
mod notifications;
mod observed;
mod other_pages;
mod other_types;
mod played;
mod products;
mod refusals;
mod registration;
mod sending;
mod support;
mod template_changes;
mod template_definitions;
mod template_parts;
mod template_refusals;
mod templates;
mod uploads;
