//! What the business sends.

mod direct_send;
mod interactive;
mod other_types;
mod products;
mod refusals;
mod sending;
