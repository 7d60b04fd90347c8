//! Reply buttons.

use super::{Frame, Interactive, LONGEST_BODY, Label};
use crate::bindings::uip::whatsapp::interactive::ButtonsMessage;
use uip_kit::CommandError;
use uip_kit::field::{Limited, check_count, check_unique};
use uip_kit::json::{ObjectWriter, array};

const MOST_BUTTONS: usize = 3;

impl Interactive {
    /// A text with 1 to 3 reply buttons, whose ids and titles all differ.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn buttons(request: ButtonsMessage) -> Result<Self, CommandError> {
        let frame = Frame::parse(request.header, request.body, LONGEST_BODY, request.footer)?;
        check_count("buttons", request.buttons.len(), 1, MOST_BUTTONS)?;
        let (mut buttons, mut ids, mut titles) = (Vec::new(), Vec::new(), Vec::new());
        for (place, button) in request.buttons.into_iter().enumerate() {
            let field = |name| format!("buttons[{place}].{name}");
            let id = Limited::<256>::parse(&field("id"), button.id)?;
            let title = Label::parse(&field("title"), button.title)?;
            let reply = ObjectWriter::new()
                .text("id", id.as_str())
                .text("title", title.as_str());
            let button = ObjectWriter::new()
                .text("type", "reply")
                .json("reply", &reply.finish());
            buttons.push(button.finish());
            ids.push((field("id"), id.as_str().to_owned()));
            titles.push((field("title"), title.as_str().to_owned()));
        }
        check_unique(&ids)?;
        check_unique(&titles)?;
        let action = ObjectWriter::new().json("buttons", &array(&buttons));
        Ok(frame.with("button", &action.finish()))
    }
}
