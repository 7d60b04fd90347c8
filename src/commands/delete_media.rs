//! `delete-media`: takes a file away.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, DeleteMediaRequest, MediaDeleted,
};
use crate::cloud_api::media_endpoint::{self, MediaId};

/// Takes a file away.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn delete_media(request: DeleteMediaRequest) -> Result<MediaDeleted, CommandError> {
    let session = Session::open()?;
    let id = MediaId::parse(&request.media_id)?;
    session
        .carry_out(&Call::delete(id.as_str()))
        .map_err(media_endpoint::mend)?;
    Ok(MediaDeleted {
        media_id: id.as_str().to_owned(),
    })
}
