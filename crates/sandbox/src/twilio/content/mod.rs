//! `/v1/Content`, `/v1/ContentAndApprovals` and their second versions, which can be searched.

mod approval;
mod check;
mod create;
mod list;

use http::Method;

use super::Done;
use super::call::Call;
use crate::model::twilio::TwilioError;
use crate::model::world::World;

pub(super) fn route(world: &World, call: &Call, path: &[&str]) -> Result<Done, TwilioError> {
    let method = &call.method;
    match path {
        ["v1", "Content"] if method == Method::POST => create::create(world, call),
        ["v1" | "v2", "Content" | "ContentAndApprovals"] if method == Method::GET => {
            list::list(world, call, path)
        }
        // The sandbox's templates never were in the older form.
        ["v1", "LegacyContent"] if method == Method::GET => list::none(world, call),
        ["v1", "Content", sid] => match *method {
            Method::GET => read(world, call, sid),
            Method::PUT => create::update(world, call, sid),
            Method::DELETE => delete(world, call, sid),
            _ => Err(TwilioError::new(20_004)),
        },
        ["v1", "Content", sid, "ApprovalRequests"] if method == Method::GET => {
            approval::read(world, call, sid)
        }
        ["v1", "Content", sid, "ApprovalRequests", "whatsapp"] if method == Method::POST => {
            approval::submit(world, call, sid)
        }
        _ => Err(call.not_found()),
    }
}

fn read(world: &World, call: &Call, sid: &str) -> Result<Done, TwilioError> {
    let settings = &world.settings;
    world.look(|state| {
        let content = state.twilio.contents.find(sid);
        let content = content.ok_or_else(|| call.not_found())?;
        let account = &settings.twilio.account_sid;
        let shown = content.listed(account, &call.base(settings));
        Ok(Done::Json(200, shown))
    })
}

fn delete(world: &World, call: &Call, sid: &str) -> Result<Done, TwilioError> {
    if world.change(|state| state.twilio.contents.remove(sid)) {
        Ok(Done::Deleted)
    } else {
        Err(call.not_found())
    }
}
