//! What an adapter is written with, whichever service it calls.
//!
//! - [`Failure`] and [`CommandError`]: how a command fails, and whether anything
//!   was sent. An adapter's generated bindings use these types (see the README).
//! - [`http`]: one outgoing request, and an error that says whether it left.
//! - [`refusal`]: a rejected request as a boxed error, which makes a component smaller.
//! - [`error_numbers`]: what the numbers of a service's errors mean.
//! - [`field`]: what every field of a request is checked for.
//! - [`property`]: what every property of an instance is checked for.
//! - [`phone_number`]: a number in E.164 form, or a refusal where it can be read
//!   in two ways.
//! - [`json`]: JSON as it was sent, byte for byte.
//! - [`file`]: files as base64 text, decoded and encoded while they are sent.
//! - [`signature`] and [`webhook`]: signatures of webhooks, and how a command fails
//!   that takes notifications.
//! - [`signed_link`] and [`stored_file`]: links to stored files that work for a
//!   limited time.
//! - [`form`]: the fields of a web form, in bodies and queries.
//! - [`whatsapp`]: what people write on WhatsApp, whichever carrier brings it there.
//!
//! All of it but [`http::exchange`], [`http::fetch`] and [`clock`] is pure and runs
//! in a plain unit test.

pub mod clock;
mod encoding;
pub mod error_numbers;
pub mod failure;
pub mod field;
pub mod file;
pub mod form;
mod hex;
pub mod http;
pub mod json;
pub mod phone_number;
pub mod property;
mod redact;
pub mod refusal;
pub mod signature;
pub mod signed_link;
pub mod stored_file;
pub mod webhook;
pub mod whatsapp;

pub use encoding::BASE64;
pub use failure::{CommandError, Failure, FailureCategory};
pub use redact::Redactor;
