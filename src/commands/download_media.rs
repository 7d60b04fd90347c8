//! `download-media`: fetches a file.

use super::client::Session;
use super::get_media::describe;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, DownloadMediaRequest, MediaDownloaded,
};
use crate::cloud_api::media_endpoint::{
    self, Description, DownloadLimit, Encoder, FileAddress, MediaId, too_large,
};
use crate::cloud_api::{Answer, Purpose, TransportError, no_file};
use crate::configuration::SendingConfiguration;
use crate::transport::{self, Action, Request};

/// Fetches a file: its address first, then what is there. An address that is
/// no longer good is asked for once more.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn download_media(request: DownloadMediaRequest) -> Result<MediaDownloaded, CommandError> {
    let session = Session::open()?;
    let id = MediaId::parse(&request.media_id)?;
    let limit = DownloadLimit::parse(request.max_bytes)?;

    let mut description = describe(&session, &id)?;
    let mut file = Encoder::default();
    let mut answer = fetch(&session.configuration, &description, limit, &mut file)?;
    if answer.status == EXPIRED {
        description = describe(&session, &id)?;
        answer = fetch(&session.configuration, &description, limit, &mut file)?;
    }
    Err(match &answer.cut {
        None if answer.status == 200 => {
            return media_endpoint::whole(description, file.finish());
        }
        Some(TransportError::TooLarge) if answer.status == 200 => too_large(limit, None),
        Some(error) => {
            let place = session.configuration.base_url.authority();
            error.classify(place, Purpose::Repeatable)
        }
        None => media_endpoint::mend(no_file(&answer, session.configuration.token.reveal())),
    })
}

/// How WhatsApp answers at an address that was good for 5 minutes.
const EXPIRED: u16 = 404;

fn fetch(
    configuration: &SendingConfiguration,
    description: &Description,
    limit: DownloadLimit,
    file: &mut Encoder,
) -> Result<Answer, CommandError> {
    limit.admit(description)?;
    let address = FileAddress::parse(&description.url, &configuration.base_url)?;
    let request = Request {
        action: Action::Get,
        base_url: address.base_url(),
        path: address.path(),
        token: &configuration.token,
        timeout: configuration.timeout,
        largest_answer: usize::try_from(limit.bytes()).unwrap_or(usize::MAX),
    };
    transport::fetch(&request, file)
        .map_err(|error| error.classify(address.base_url().authority(), Purpose::Repeatable))
}
