//! The adapter in other engines: what is composed with it, and the list of
//! cases that every engine's test runs.

mod activities;
mod artefacts;
mod conformance;
mod guest;
mod properties;
mod webhook;
