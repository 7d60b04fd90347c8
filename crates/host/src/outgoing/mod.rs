//! The HTTP requests that guests send: to allowed hosts only, over one
//! keep-alive client, with errors that say whether anything left.

mod body;
mod client;
mod errors;
mod hook;
mod recorder;

pub(crate) use client::HttpClient;
pub(crate) use hook::{Door, OutgoingHook, SentLog};
pub(crate) use recorder::{Recorded, Recorder};
