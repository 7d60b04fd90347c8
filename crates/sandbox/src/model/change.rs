//! What an open page is told of.

use serde::Serialize;

/// Something that a page shows and that has changed. It names the thing and contains nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Change {
    /// A customer, or the messages of one.
    Person(String),
    /// A row of the traffic.
    Traffic(u64),
    /// The faults that wait.
    Faults,
    /// The templates.
    Templates,
    /// The number, the account, the callback, or how the sandbox behaves.
    Business,
    /// The time was moved.
    Clock,
}
