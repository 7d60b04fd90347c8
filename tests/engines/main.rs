//! The adapter in other engines: what is composed with it, and the list of
//! cases that every engine's test runs.

mod activities;
mod artefacts;
mod carriers;
mod conformance;
mod delivered;
mod guest;
mod properties;
mod twilio_webhook;
mod webhook;
