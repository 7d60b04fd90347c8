//! The media of messages.

use serde_json::{Value, json};

use super::call::Call;
use super::paging::Page;
use super::{Done, STORAGE, VERSION};
use crate::answer::Answer;
use crate::model::media::Gone;
use crate::model::twilio::messages::File;
use crate::model::twilio::{TwilioError, time};
use crate::model::world::{State, World};

pub(super) fn list(world: &World, call: &Call, message: &str) -> Result<Done, TwilioError> {
    let page = Page::read(call)?;
    world.look(|state| {
        let message = state.twilio.messages.find(message);
        let message = message.ok_or_else(|| call.not_found())?;
        let files = message.files.iter();
        let files = files.map(|file| (file.sid.clone(), shown(world, &message.sid, file)));
        let listed = page.of_2010("media_list", files.collect());
        Ok(Done::Json(200, listed))
    })
}

pub(super) fn read(
    world: &World,
    call: &Call,
    message: &str,
    file: &str,
) -> Result<Done, TwilioError> {
    world.look(|state| {
        let found = find(state, message, file).ok_or_else(|| call.not_found())?;
        Ok(Done::Json(200, shown(world, message, found)))
    })
}

pub(super) fn delete(
    world: &World,
    call: &Call,
    message: &str,
    file: &str,
) -> Result<Done, TwilioError> {
    world.change(|state| {
        find(state, message, file).ok_or_else(|| call.not_found())?;
        if let Some(message) = state.twilio.messages.find_mut(message) {
            message.files.retain(|known| known.sid != file);
        }
        state.media.remove(file);
        Ok(Done::Deleted)
    })
}

/// The address of a file, which leads to where it is stored: for a customer's file, to a link that expires; for
/// the business's own, to where the business hosts it.
pub(super) fn redirect(
    world: &World,
    call: &Call,
    message: &str,
    file: &str,
) -> Result<Done, TwilioError> {
    let account = &world.settings.twilio.account_sid;
    world.change(|state| {
        let found = find(state, message, file).ok_or_else(|| call.not_found())?;
        let location = if let Some(link) = found.link.clone() {
            link
        } else {
            let (hash, now) = (state.ids.trace(), state.clock.seconds());
            state.media.link(file, &hash, now);
            let base = call.base(&world.settings);
            format!("{base}/{STORAGE}/{account}/{file}/{hash}")
        };
        let mut answer = Answer::bytes(307, "text/plain", "");
        answer.header("location", location);
        Ok(Done::Other(answer))
    })
}

/// The content itself. No credentials are asked for: the link is enough, as long as it lives.
pub(super) fn stored(
    world: &World,
    call: &Call,
    file: &str,
    hash: &str,
) -> Result<Done, TwilioError> {
    world.look(|state| {
        let now = state.clock.seconds();
        match state.media.follow(file, hash, now) {
            Ok(media) => {
                let mut answer = Answer::bytes(200, media.mime_type(), media.content());
                // A browser that follows the link runs nothing of it.
                answer.header("x-content-type-options", "nosniff");
                answer.header("content-security-policy", "default-src 'none'; sandbox");
                Ok(Done::Other(answer))
            }
            Err(Gone) => Err(call.not_found()),
        }
    })
}

fn find<'a>(state: &'a State, message: &str, file: &str) -> Option<&'a File> {
    let message = state.twilio.messages.find(message)?;
    message.files.iter().find(|known| known.sid == file)
}

fn shown(world: &World, message: &str, file: &File) -> Value {
    let account = &world.settings.twilio.account_sid;
    let date = time::rfc_2822(file.at);
    json!({
        "account_sid": account,
        "content_type": file.content_type,
        "date_created": date,
        "date_updated": date,
        "parent_sid": message,
        "sid": file.sid,
        "uri": format!("/{VERSION}/Accounts/{account}/Messages/{message}/Media/{}.json", file.sid),
    })
}
