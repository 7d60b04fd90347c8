//! `upload-template-sample`: a file for the review of a template's header.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, TemplateSampleUploaded, UploadTemplateSampleRequest,
};
use crate::cloud_api::connection;
use crate::cloud_api::template_endpoint::{Sample, UploadId};
use crate::configuration::{self, app_id};
use uip_kit::http::{Action, Body, Part};

/// Uploads a file: announces it, then sends it from its first byte on.
///
/// # Errors
/// As `command-error` describes; what WhatsApp would not take is a permanent
/// failure, and no byte of it is sent.
pub fn upload_template_sample(
    request: UploadTemplateSampleRequest,
) -> Result<TemplateSampleUploaded, CommandError> {
    let properties = configuration::properties()?;
    let session = Session::of(&properties)?;
    let app = app_id(&properties)?;
    let sample = Sample::parse(request)?;
    let id = session
        .call(&Call::new(post(&[]), &sample.path(&app)), UploadId::read)
        .map_err(|error| connection::mend(error, "appId"))?;
    let parts = [Part::File(sample.content())];
    let call = Call {
        is_upload: true,
        ..Call::new(post(&parts), id.as_str())
    };
    session.call(&call, |answer| {
        Some(TemplateSampleUploaded {
            handle: answer.text("h").filter(|handle| !handle.is_empty())?,
        })
    })
}

fn post<'a>(parts: &'a [Part<'a>]) -> Action<'a> {
    Action::Post(Body {
        content_type: "application/octet-stream",
        parts,
    })
}
