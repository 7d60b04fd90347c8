//! What the sandbox knows: its settings, its state behind one lock, and what changes it. Nothing here knows how
//! requests come in.

pub(crate) mod account;
pub(crate) mod change;
pub(crate) mod clock;
pub(crate) mod codes;
pub(crate) mod customers;
pub(crate) mod deliveries;
pub(crate) mod exchange;
pub(crate) mod faults;
mod graph_error;
pub(crate) mod ids;
pub(crate) mod line;
pub(crate) mod media;
pub(crate) mod meter;
pub(crate) mod newest;
pub(crate) mod notifications;
pub(crate) mod requests;
pub(crate) mod settings;
pub(crate) mod templates;
pub(crate) mod traffic;
pub(crate) mod transcript;
pub(crate) mod twilio;
mod wire;
pub(crate) mod world;

pub use graph_error::GraphError;
pub(crate) use wire::Wire;
