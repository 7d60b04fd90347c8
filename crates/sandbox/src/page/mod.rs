//! The page in a browser, and what it shows: view models in JSON below `/sandbox/view`, the traffic, and a stream of
//! changes. The page decides nothing about messages: what is bold, cut, tapped or read is decided here.

pub(crate) mod behavior;
mod format;
mod routes;
mod traffic;
mod view;

pub(crate) use routes::{router, shell};
