//! Reply buttons.

use super::{Frame, Interactive, LONGEST_BODY, Label};
use crate::bindings::uip::whatsapp::interactive::ButtonsMessage;
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::cloud_api::limited::{Limited, check_count, check_unique};
use crate::json::{ObjectWriter, array};
use crate::prelude::*;

const MOST_BUTTONS: usize = 3;

impl Interactive {
    /// A text with 1 to 3 reply buttons, whose ids and titles all differ.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn buttons(request: ButtonsMessage) -> Result<Self, CommandError> {
        let frame = Frame::parse(request.header, request.body, LONGEST_BODY, request.footer)?;
        check_count("buttons", request.buttons.len(), 1, MOST_BUTTONS)?;
        let ids: Vec<_> = request.buttons.iter().map(|it| it.id.as_str()).collect();
        check_unique("buttons[].id", &ids)?;
        let titles: Vec<_> = request.buttons.iter().map(|it| it.title.as_str()).collect();
        check_unique("buttons[].title", &titles)?;
        let mut buttons = Vec::new();
        for (place, button) in request.buttons.into_iter().enumerate() {
            let id = Limited::<256>::parse(&format!("buttons[{place}].id"), button.id)?;
            let title = Label::parse(&format!("buttons[{place}].title"), button.title)?;
            let reply = ObjectWriter::new()
                .text("id", id.as_str())
                .text("title", title.as_str());
            let button = ObjectWriter::new()
                .text("type", "reply")
                .json("reply", &reply.finish());
            buttons.push(button.finish());
        }
        let action = ObjectWriter::new().json("buttons", &array(&buttons));
        Ok(frame.with("button", &action.finish()))
    }
}
