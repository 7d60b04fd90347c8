//! Reply buttons.

use super::object::{Action, Button, Reply};
use super::{Frame, Interactive, LONGEST_BODY};
use crate::bindings::uip::whatsapp::outgoing::ButtonsMessage;
use crate::cloud_api::request::field::{check_count, check_unique, item, limited, member};
use crate::cloud_api::request::refusal::Refusal;

const MOST_BUTTONS: usize = 3;

impl Interactive {
    /// A text with 1 to 3 reply buttons, whose ids and titles all differ.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn buttons(request: ButtonsMessage) -> Result<Self, Refusal> {
        let frame = Frame::parse(request.header, request.body, LONGEST_BODY, request.footer)?;
        check_count("buttons", request.buttons.len(), 1, MOST_BUTTONS)?;
        let (mut buttons, mut ids, mut titles) = (Vec::new(), Vec::new(), Vec::new());
        for (place, button) in request.buttons.into_iter().enumerate() {
            let field = item("buttons", place);
            let reply = Reply {
                id: limited(&field, "id", button.id)?,
                title: limited(&field, "title", button.title)?,
            };
            ids.push((member(&field, "id"), reply.id.as_str().to_owned()));
            titles.push((member(&field, "title"), reply.title.as_str().to_owned()));
            buttons.push(Button::Reply { reply });
        }
        check_unique(&ids)?;
        check_unique(&titles)?;
        Ok(frame.with("button", Action::Buttons { buttons }))
    }
}
