//! `download-media`: fetches a file.

use super::client::{Session, USER_AGENT};
use super::get_media::describe;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, DownloadMediaRequest, MediaDownloaded,
};
use crate::cloud_api::media_endpoint::{
    self, Description, DownloadLimit, FileAddress, MediaId, too_large,
};
use crate::cloud_api::{Purpose, WHATSAPP, no_file};
use crate::configuration::SendingConfiguration;
use uip_kit::file::Encoder;
use uip_kit::http::{self, Action, Answer, Authorization, Request, TransportError};

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
            error.classify(&WHATSAPP, place, Purpose::Repeatable.effect())
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
        authorization: Authorization::Bearer(configuration.token.reveal()),
        header: None,
        user_agent: USER_AGENT,
        timeout: configuration.timeout,
        largest_answer: usize::try_from(limit.bytes()).unwrap_or(usize::MAX),
    };
    http::fetch(&request, file).map_err(|error| {
        let authority = address.base_url().authority();
        error.classify(&WHATSAPP, authority, Purpose::Repeatable.effect())
    })
}
