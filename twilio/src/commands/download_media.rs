//! `download-media`: fetches a file.

use super::client::{Session, USER_AGENT};
use super::media::mend;
use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    CommandError, DownloadMediaRequest, MediaDownloaded,
};
use crate::twilio_api::answer::{failure_mut, no_file};
use crate::twilio_api::media::{MediaId, download_limit, too_large};
use crate::twilio_api::redirect::Redirect;
use crate::twilio_api::{Purpose, TWILIO};
use uip_kit::file::Encoder;
use uip_kit::http::{self, Action, Answer, Authorization, Request, TransportError};

/// Twilio's API points to where the file is; that place may point on.
const MOST_REDIRECTS: usize = 3;

/// How long a file may be unknown after its message, in seconds.
const NOT_YET: u32 = 2;

/// Fetches a file. The credentials go to Twilio's API alone.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn download_media(request: DownloadMediaRequest) -> Result<MediaDownloaded, CommandError> {
    let session = Session::open()?;
    let id = MediaId::parse(&request.media_id)?;
    let limit = download_limit(request.max_bytes)?;
    let api = &session.access.hosts.api;

    let mut file = Encoder::default();
    let mut place = Redirect {
        base_url: api.clone(),
        path: session.path(&id.resource()),
    };
    let mut authorization = session.access.credentials.authorization();
    let mut last = Answer::default();
    for _ in 0..=MOST_REDIRECTS {
        let answer = fetch(&session, &place, authorization, limit, &mut file)?;
        match Redirect::of(&answer, &place.base_url, api)? {
            Some(next) => {
                place = next;
                authorization = Authorization::None;
                last = answer;
            }
            None => return whole(&session, &place, &answer, file, limit),
        }
    }
    Err(no_file(last, &session.access.credentials))
}

fn fetch(
    session: &Session,
    place: &Redirect,
    authorization: Authorization<'_>,
    limit: u32,
    file: &mut Encoder,
) -> Result<Answer, CommandError> {
    let request = Request {
        action: Action::Get,
        base_url: &place.base_url,
        path: &place.path,
        authorization,
        header: None,
        user_agent: USER_AGENT,
        timeout: session.access.timeout,
        largest_answer: usize::try_from(limit).unwrap_or(usize::MAX),
    };
    http::fetch(&request, file).map_err(|error| {
        let authority = place.base_url.authority();
        error.classify(&TWILIO, authority, Purpose::Repeatable.effect())
    })
}

/// The file, or what its place says instead.
fn whole(
    session: &Session,
    place: &Redirect,
    answer: &Answer,
    file: Encoder,
    limit: u32,
) -> Result<MediaDownloaded, CommandError> {
    match &answer.cut {
        None if answer.status == 200 => {
            let mime_type = answer.header("content-type").map(str::to_owned);
            let file = file.finish();
            Ok(MediaDownloaded {
                content: file.text,
                mime_type,
                sha256: file.digest.hexadecimal(),
            })
        }
        Some(TransportError::TooLarge) if answer.status == 200 => Err(too_large(limit).into()),
        Some(error) => {
            let authority = place.base_url.authority();
            Err(error.classify(&TWILIO, authority, Purpose::Repeatable.effect()))
        }
        None => {
            let error = mend(no_file(answer.clone(), &session.access.credentials));
            Err(if answer.status == 404 {
                not_yet(error)
            } else {
                error
            })
        }
    }
}

/// A file is known a moment after its message: a webhook may be faster.
fn not_yet(mut error: CommandError) -> CommandError {
    let Some(failure) = failure_mut(&mut error) else {
        return error;
    };
    let mut failure = failure.clone();
    failure.retry_after_seconds = Some(NOT_YET);
    failure.advice = format!(
        "Try again after the wait: Twilio may know a file only seconds after its message. {}",
        failure.advice
    );
    failure.temporary()
}
