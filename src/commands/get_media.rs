//! `get-media`: what WhatsApp says about a file.

use super::calling::ask;
use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, GetMediaRequest, MediaDescription,
};
use crate::cloud_api::media_endpoint::{self, Description, MediaId};
use crate::configuration::SendingConfiguration;
use crate::transport::Action;

/// Reads the description of a file.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn get_media(request: GetMediaRequest) -> Result<MediaDescription, CommandError> {
    let configuration = sending::configuration()?;
    let id = MediaId::parse(&request.media_id)?;
    describe(&configuration, &id).map(Into::into)
}

/// What WhatsApp says about a file, with an address that is good for 5
/// minutes.
///
/// # Errors
/// As `command-error` describes.
pub fn describe(
    configuration: &SendingConfiguration,
    id: &MediaId,
) -> Result<Description, CommandError> {
    ask(configuration, Action::Get, id.as_str(), Description::read).map_err(media_endpoint::mend)
}
