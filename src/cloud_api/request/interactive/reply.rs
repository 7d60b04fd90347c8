//! Reply buttons of a message or of a card.

use super::object::Reply;
use crate::bindings::uip::whatsapp::outgoing::ReplyButton;
use crate::cloud_api::request::field::{check_count, check_unique, item, limited, member};
use crate::cloud_api::request::refusal::Refusal;

/// The 1 to `most` buttons in the list `field`, whose ids and titles all differ.
///
/// # Errors
/// A permanent failure that names the field that is wrong.
pub fn replies(field: &str, buttons: Vec<ReplyButton>, most: usize) -> Result<Vec<Reply>, Refusal> {
    check_count(field, buttons.len(), 1, most)?;
    let (mut replies, mut ids, mut titles) = (Vec::new(), Vec::new(), Vec::new());
    for (place, button) in buttons.into_iter().enumerate() {
        let field = item(field, place);
        let reply = Reply {
            id: limited(&field, "id", button.id)?,
            title: limited(&field, "title", button.title)?,
        };
        ids.push((member(&field, "id"), reply.id.as_str().to_owned()));
        titles.push((member(&field, "title"), reply.title.as_str().to_owned()));
        replies.push(reply);
    }
    check_unique(&ids)?;
    check_unique(&titles)?;
    Ok(replies)
}
