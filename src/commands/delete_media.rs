//! `delete-media`: takes a file away.

use super::calling::ask;
use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, DeleteMediaRequest, MediaDeleted,
};
use crate::cloud_api::media_endpoint::{self, MediaId};
use crate::transport::Action;

/// Takes a file away.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn delete_media(request: DeleteMediaRequest) -> Result<MediaDeleted, CommandError> {
    let configuration = sending::configuration()?;
    let id = MediaId::parse(&request.media_id)?;
    ask(&configuration, Action::Delete, id.as_str(), |answer| {
        (answer.boolean("success") == Some(true)).then(|| MediaDeleted {
            media_id: id.as_str().to_owned(),
        })
    })
    .map_err(media_endpoint::mend)
}
