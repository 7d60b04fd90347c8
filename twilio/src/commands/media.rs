//! `get-media` and `delete-media`: a file that a customer sent.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    CommandError, DeleteMediaRequest, GetMediaRequest, MediaDeleted, MediaDescription,
};
use crate::twilio_api::Purpose;
use crate::twilio_api::answer::{deleted, failure_mut};
use crate::twilio_api::media::MediaId;
use uip_kit::FailureCategory;
use uip_kit::http::{Action, Scheme};

/// Reads what Twilio knows of a file.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn get_media(request: GetMediaRequest) -> Result<MediaDescription, CommandError> {
    let session = Session::open()?;
    let id = MediaId::parse(&request.media_id)?;
    let path = session.path(&id.resource());
    let api = &session.access.hosts.api;
    let description = format!("{path}.json");
    let call = Call::new(Action::Get, api, &description);
    let scheme = match api.scheme() {
        Scheme::Http => "http",
        Scheme::Https => "https",
    };
    session
        .call(&call, |answer, json| {
            answer.text("sid")?;
            Some(MediaDescription {
                url: format!("{scheme}://{}{path}", api.authority()),
                mime_type: answer.text("content_type"),
                carrier_answer: json.to_owned(),
            })
        })
        .map_err(mend)
}

/// Deletes a file.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn delete_media(request: DeleteMediaRequest) -> Result<MediaDeleted, CommandError> {
    let session = Session::open()?;
    let id = MediaId::parse(&request.media_id)?;
    let path = session.path(&format!("{}.json", id.resource()));
    let call = Call {
        purpose: Purpose::Deletion,
        ..Call::new(Action::Delete, &session.access.hosts.api, &path)
    };
    let answer = session.exchange(&call)?;
    deleted(answer, &session.access.credentials).map_err(mend)?;
    Ok(MediaDeleted {
        media_id: id.text(),
    })
}

/// What the failure of a request about a file means for its id.
pub fn mend(mut error: CommandError) -> CommandError {
    if let Some(failure) = failure_mut(&mut error)
        && matches!(failure.code.as_str(), "20404" | "http-404")
    {
        failure.category = FailureCategory::Media;
        "Check mediaId and the property accountSid: the file may have been deleted, or belong to \
         another account."
            .clone_into(&mut failure.advice);
    }
    error
}
