//! Exports the adapter's commands: what is here is generated.
#![allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]

use crate::bindings;
use crate::commands::Adapter;

bindings::export!(Adapter with_types_in bindings);
