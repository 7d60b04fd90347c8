//! Outgoing HTTP that says whether the request left.
//!
//! [`exchange`] sends one request, once, and returns an [`Answer`] or a
//! [`TransportError`]. [`TransportError::classify`] makes the failure of it that an
//! engine can act on: a connection that was never made carried nothing and may be
//! retried; after that nobody knows.

mod answer;
mod authorization;
mod base_url;
mod effect;
mod error;
mod excerpt;
mod part;
pub mod percent;
mod request;
#[cfg(test)]
mod tests;
mod timeout;
mod transport;
mod unsuccessful;
mod web_address;

pub use answer::{Answer, category_of_status};
pub use authorization::Authorization;
pub use base_url::{BaseUrl, InvalidBaseUrl, Scheme};
pub use effect::{Effect, Service};
pub use error::TransportError;
pub use excerpt::{excerpt, quoted};
pub use part::Part;
pub use request::{Action, Body, Header, LARGEST_JSON, Request};
pub use timeout::RequestTimeout;
pub use transport::{exchange, fetch, now};
pub use web_address::is_web_address;
