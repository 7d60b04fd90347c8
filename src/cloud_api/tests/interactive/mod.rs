//! Messages to tap on: what is sent, and each limit from both sides.

mod buttons;
mod link_and_flow;
mod list;

use serde_json::Value;

use super::refused;
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::cloud_api::Interactive;

/// A text of this many characters, each of several bytes.
fn long(characters: usize) -> String {
    "é".repeat(characters)
}

fn sent(interactive: Result<Interactive, CommandError>) -> Value {
    serde_json::from_str(interactive.unwrap().json()).unwrap()
}

/// `most` characters pass; one more and none are refused, with the field and
/// the limit in the error.
fn has_limit(
    field: &str,
    most: usize,
    build: impl Fn(String) -> Result<Interactive, CommandError>,
) {
    assert!(build(long(most)).is_ok(), "{field} with {most} characters");
    let failure = refused(build(long(most + 1)));
    assert_eq!(failure.code, "text-too-long", "{field}");
    for part in [field, &most.to_string(), &(most + 1).to_string()] {
        assert!(failure.error.contains(part), "{}", failure.error);
    }
}

fn is_required(field: &str, build: impl Fn(String) -> Result<Interactive, CommandError>) {
    for blank in ["", " \n"] {
        let failure = refused(build(blank.to_owned()));
        assert_eq!(failure.code, "empty-text", "{field}");
        assert!(failure.error.contains(field), "{}", failure.error);
    }
}
