//! `upload-media`: gives WhatsApp a file to keep.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MediaUploaded, UploadMediaRequest,
};
use crate::cloud_api::media_endpoint::Upload;
use uip_kit::http::{Action, Body};

/// Uploads a file.
///
/// # Errors
/// As `command-error` describes; what WhatsApp would not take is a permanent
/// failure, and no byte of it is sent.
pub fn upload_media(request: UploadMediaRequest) -> Result<MediaUploaded, CommandError> {
    let session = Session::open()?;
    let upload = Upload::parse(request)?;
    let form = upload.multipart();
    let path = format!("{}/media", session.configuration.phone_number_id.as_str());
    let (content_type, parts) = (form.content_type(), form.parts());
    let action = Action::Post(Body {
        content_type: &content_type,
        parts: &parts,
    });
    session.call(&Call::new(action, &path), |answer| {
        Some(MediaUploaded {
            media_id: answer.text_or_number("id")?,
        })
    })
}
