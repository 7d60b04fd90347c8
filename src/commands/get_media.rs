//! `get-media`: what WhatsApp says about a file.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, GetMediaRequest, MediaDescription,
};
use crate::cloud_api::media_endpoint::{self, Description, MediaId};

/// Reads the description of a file.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn get_media(request: GetMediaRequest) -> Result<MediaDescription, CommandError> {
    let session = Session::open()?;
    let id = MediaId::parse(&request.media_id)?;
    describe(&session, &id).map(Into::into)
}

/// What WhatsApp says about a file, with an address that is good for 5
/// minutes.
///
/// # Errors
/// As `command-error` describes.
pub fn describe(session: &Session, id: &MediaId) -> Result<Description, CommandError> {
    let call = Call::get(id.as_str());
    session
        .call(&call, Description::read)
        .map_err(media_endpoint::mend)
}
