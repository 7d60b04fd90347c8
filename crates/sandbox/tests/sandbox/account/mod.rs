//! The business account and its number.

mod blocks;
mod business;
mod callbacks;
mod health;
mod history;
mod registration;
