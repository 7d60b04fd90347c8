//! A button that shares the customer's phone number.

use super::object::{Action, NamedAction};
use super::{Frame, Interactive, LONGEST_BODY};
use crate::bindings::uip::whatsapp::outgoing::ContactRequestMessage;
use crate::cloud_api::request::refusal::Refusal;

impl Interactive {
    /// A text with a button that shares the customer's phone number.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn contact_request(request: ContactRequestMessage) -> Result<Self, Refusal> {
        let frame = Frame::parse(request.header, request.body, LONGEST_BODY, request.footer)?;
        Ok(frame.with(
            "request_contact_info",
            Action::Named(NamedAction::RequestContactInfo),
        ))
    }
}
