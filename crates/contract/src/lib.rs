//! What people and engines write: JSON whose repeated members are found, and
//! names that are nearly right.
//!
//! Pure, and without any knowledge of adapters: the host, the trigger server
//! and the command line use it alike.

mod json;
mod names;

pub use json::{NotRead, read_json};
pub use names::{did_you_mean, nearest};
