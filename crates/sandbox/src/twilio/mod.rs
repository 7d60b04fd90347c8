//! Twilio's REST API: what each path answers. The hosts `api`, `content` and `messaging` of twilio.com share
//! the sandbox's address, since their paths differ.

mod account;
mod answer;
mod call;
mod content;
mod media;
mod messages;
mod paging;
mod senders;
mod typing;

use bytes::Bytes;
use http::Method;
use http::request::Parts;
use serde_json::Value;

use call::Call;

use crate::answer::Answer;
use crate::model::twilio::TwilioError;
use crate::model::twilio::messages::outbound::release_due;
use crate::model::world::World;

/// The version of the first API, which comes first in its paths.
const VERSION: &str = "2010-04-01";
/// Where a media's address leads. At Twilio this is another host.
const STORAGE: &str = "mms.twiliocdn.com";

/// What comes of a request.
enum Done {
    /// HTTP status and JSON.
    Json(u16, Value),
    /// 204.
    Deleted,
    /// Something other than JSON.
    Other(Answer),
}

/// Whether a path is one of Twilio's.
pub(crate) fn serves(path: &str) -> bool {
    product(path).is_some()
}

/// The product of a path: the first label of its host at twilio.com.
fn product(path: &str) -> Option<&'static str> {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    match (segments.next()?, segments.next()) {
        (VERSION | STORAGE, _) => Some("api"),
        ("v1" | "v2", Some("Content" | "ContentAndApprovals" | "LegacyContent")) => Some("content"),
        ("v2", Some("Channels")) | ("v2" | "v3", Some("Indicators")) => Some("messaging"),
        _ => None,
    }
}

/// What Twilio answers to a request.
pub(crate) fn answer(world: &World, head: &Parts, body: Bytes) -> Answer {
    let call = &Call::new(head, body);
    if world.look(|state| state.twilio.messages.next_due().is_some()) {
        world.change(|state| release_due(state, &world.settings));
    }
    let product = product(&call.path).unwrap_or("api");
    match route(world, call) {
        Ok(Done::Json(status, body)) => {
            world.change(|state| answer::json(status, &body, product, &mut state.ids))
        }
        Ok(Done::Deleted) => world.change(|state| answer::empty(product, &mut state.ids)),
        Ok(Done::Other(answer)) => answer,
        Err(error) => {
            tracing::info!("refused with {}", error.code());
            refusal(world, &call.path, &error)
        }
    }
}

/// A refusal in Twilio's words.
pub(crate) fn refusal(world: &World, path: &str, error: &TwilioError) -> Answer {
    let product = product(path).unwrap_or("api");
    world.change(|state| answer::refusal(error, product, &mut state.ids))
}

fn route(world: &World, call: &Call) -> Result<Done, TwilioError> {
    let segments = call.segments();
    let account = &world.settings.twilio;
    if let [STORAGE, _, media, hash] = segments.as_slice() {
        return media::stored(world, call, media, hash);
    }
    let is_media = matches!(segments.as_slice(), [_, _, _, "Messages", _, "Media", file] if file.strip_suffix(".json").is_none());
    if !(is_media && account.open_media) {
        call.authorise(account)?;
    }
    match segments.as_slice() {
        [VERSION, "Accounts", named] => {
            call.own_account(world, named.strip_suffix(".json"))?;
            account::read(world, call)
        }
        [VERSION, "Accounts", named, rest @ ..] => {
            call.own_account(world, Some(*named))?;
            of_2010(world, call, rest)
        }
        ["v1" | "v2", ..] if product(&call.path) == Some("content") => {
            content::route(world, call, &segments)
        }
        ["v2", "Channels", "Senders"] => senders::list(world, call),
        ["v2", "Channels", "Senders", sid] => senders::one(world, call, sid),
        [version @ ("v2" | "v3"), "Indicators", "Typing.json"] => {
            typing::show(world, call, version)
        }
        _ => Err(call.not_found()),
    }
}

/// Below `/2010-04-01/Accounts/{AccountSid}`.
fn of_2010(world: &World, call: &Call, path: &[&str]) -> Result<Done, TwilioError> {
    let method = &call.method;
    match path {
        ["Messages.json"] if method == Method::POST => messages::create(world, call),
        ["Messages.json"] if method == Method::GET => messages::list(world, call),
        ["Messages", sid, "Media.json"] if method == Method::GET => media::list(world, call, sid),
        ["Messages", sid, "Media", file] => match file.strip_suffix(".json") {
            Some(file) if method == Method::GET => media::read(world, call, sid, file),
            Some(file) if method == Method::DELETE => media::delete(world, call, sid, file),
            None if method == Method::GET => media::redirect(world, call, sid, file),
            _ => Err(TwilioError::new(20_004)),
        },
        ["Messages", sid] => {
            // Without the ending, Twilio answers in XML.
            let sid = sid.strip_suffix(".json").ok_or_else(|| call.not_found())?;
            match *method {
                Method::GET => messages::read(world, call, sid),
                Method::POST => messages::update(world, call, sid),
                Method::DELETE => messages::delete(world, call, sid),
                _ => Err(TwilioError::new(20_004)),
            }
        }
        ["Messages.json"] => Err(TwilioError::new(20_004)),
        _ => Err(call.not_found()),
    }
}

impl Call {
    /// Another account's SID in the path finds nothing.
    fn own_account(&self, world: &World, sid: Option<&str>) -> Result<(), TwilioError> {
        if sid == Some(world.settings.twilio.account_sid.as_str()) {
            Ok(())
        } else {
            Err(self.not_found())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::serves;

    #[test]
    fn twilios_paths_are_told_from_graphs() {
        for path in [
            "/2010-04-01/Accounts/AC1/Messages.json",
            "/v1/Content",
            "/v2/ContentAndApprovals",
            "/v2/Channels/Senders",
            "/v3/Indicators/Typing.json",
            "/mms.twiliocdn.com/AC1/ME1/h",
        ] {
            assert!(serves(path), "{path}");
        }
        for path in [
            "/",
            "/v25.0/1/messages",
            "/v1",
            "/1/messages",
            "/v2.0/Content",
        ] {
            assert!(!serves(path), "{path}");
        }
    }
}
