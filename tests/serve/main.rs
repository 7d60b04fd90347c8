//! `uip serve`, the real process, with the built component: between the
//! sandbox, which posts signed notifications, and an engine that answers.

mod conversation;
mod disk;
mod engine;
mod hostile;
mod killed;
mod load;
mod numbers;
mod operating;
mod properties;
mod receiver;
mod refused;
mod reload;
mod repeats;
mod server;
mod store;
mod wire;
