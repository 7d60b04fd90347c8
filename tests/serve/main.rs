//! `uip serve`, the real process, with the built component: between the
//! sandbox, which posts signed notifications, and an engine that answers.

mod conversation;
mod disk;
mod engine;
mod hostile;
mod killed;
mod load;
mod operating;
mod properties;
mod receiver;
mod refused;
mod repeats;
mod server;
mod store;
mod wire;
