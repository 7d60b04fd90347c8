//! What the tests share: the built component, loaded into the host, with the
//! sandbox in WhatsApp's place.

mod build;
mod components;
mod scene;

pub use build::{component, uip, workspace};
pub use components::composed;
pub use scene::{Events, Scene, SceneBuilder};

/// `README.md`, so that its example compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
