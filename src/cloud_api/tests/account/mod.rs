//! Requests that change the account, and what comes back.

mod answers;
mod block_list;
mod profile_change;
mod registration;
mod subscription;

use crate::bindings::uip::whatsapp::account::UpdateBusinessProfileRequest;
use crate::cloud_api::{ProfileChange, Refusal};

/// A change of the industry, and of what `change` gives.
pub fn profile(
    change: impl FnOnce(&mut UpdateBusinessProfileRequest),
) -> Result<ProfileChange, Refusal> {
    let mut request = UpdateBusinessProfileRequest {
        about: None,
        address: None,
        description: None,
        email: None,
        websites: None,
        vertical: Some("RETAIL".to_owned()),
        picture_handle: None,
    };
    change(&mut request);
    ProfileChange::parse(request)
}

/// What no field may let through to a URL, a header or a log.
const HOSTILE: [&str; 8] = [
    "a\nb",
    "a\r\nX-A: b",
    "a\0b",
    "../../me",
    "?x=y",
    "#x",
    "\\ud800",
    "\u{202e}x",
];
