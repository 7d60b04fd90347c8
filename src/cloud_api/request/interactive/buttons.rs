//! A text with reply buttons.

use super::object::{Action, Button};
use super::reply::replies;
use super::{Frame, Interactive, LONGEST_BODY};
use crate::bindings::uip::whatsapp::outgoing::ButtonsMessage;
use crate::cloud_api::request::refusal::Refusal;

const MOST_BUTTONS: usize = 3;

impl Interactive {
    /// A text with 1 to 3 reply buttons, whose ids and titles all differ.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn buttons(request: ButtonsMessage) -> Result<Self, Refusal> {
        let frame = Frame::parse(request.header, request.body, LONGEST_BODY, request.footer)?;
        let replies = replies("buttons", request.buttons, MOST_BUTTONS)?;
        let buttons = replies.into_iter().map(|reply| Button::Reply { reply });
        let buttons = buttons.collect();
        Ok(frame.with("button", Action::Buttons { buttons }))
    }
}
