//! A button that shares a place.

use super::object::{Action, NamedAction};
use super::{Frame, Interactive, LONGEST_BODY};
use crate::cloud_api::request::refusal::Refusal;

impl Interactive {
    /// A text with a button that shares a place.
    ///
    /// # Errors
    /// A permanent failure when the text is blank or too long.
    pub fn location_request(body: String) -> Result<Self, Refusal> {
        let frame = Frame::parse(None, body, LONGEST_BODY, None)?;
        Ok(frame.with(
            "location_request_message",
            Action::Named(NamedAction::SendLocation),
        ))
    }
}
