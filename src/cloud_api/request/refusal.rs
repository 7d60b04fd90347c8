//! Why a request is rejected before anything is sent.

pub use uip_kit::refusal::{Refusal, refuse, refuse_as};
