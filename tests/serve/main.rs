//! `uip serve`, the real process, with the built component: between the
//! sandbox, which posts signed notifications, and an engine that answers.

mod conversation;
mod engine;
mod killed;
mod operating;
mod repeats;
mod server;
