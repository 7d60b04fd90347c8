//! `POST /v1/Content` and `PUT /v1/Content/{sid}`.

use super::check;
use crate::model::twilio::TwilioError;
use crate::model::twilio::contents::Content;
use crate::model::world::World;
use crate::twilio::Done;
use crate::twilio::call::Call;

pub(super) fn create(world: &World, call: &Call) -> Result<Done, TwilioError> {
    let request = call.json()?;
    let given = check::read(&request)?;
    let language = given
        .language
        .ok_or_else(|| TwilioError::invalid("language is required."))?;
    let types = given
        .types
        .ok_or_else(|| TwilioError::invalid("types is required."))?;
    let settings = &world.settings;
    world.change(|state| {
        let now = state.clock.seconds();
        let content = Content {
            sid: state.ids.sid("HX"),
            friendly_name: given.friendly_name.unwrap_or_default(),
            language,
            variables: given.variables.unwrap_or_default(),
            types,
            created_at: now,
            updated_at: now,
            approval: None,
            of_sandbox: false,
        };
        let shown = content.listed(&settings.twilio.account_sid, &call.base(settings));
        state.twilio.contents.add(content);
        Ok(Done::Json(201, shown))
    })
}

/// Changes a content that was not submitted for approval.
pub(super) fn update(world: &World, call: &Call, sid: &str) -> Result<Done, TwilioError> {
    let request = call.json()?;
    let given = check::read(&request)?;
    let settings = &world.settings;
    world.change(|state| {
        let now = state.clock.seconds();
        let content = state.twilio.contents.find_mut(sid);
        let content = content.ok_or_else(|| call.not_found())?;
        if content.approval.is_some() {
            return Err(TwilioError::new(92_009));
        }
        if let Some(name) = given.friendly_name {
            content.friendly_name = name;
        }
        if let Some(language) = given.language {
            content.language = language;
        }
        if let Some(variables) = given.variables {
            content.variables = variables;
        }
        if let Some(types) = given.types {
            content.types = types;
        }
        content.updated_at = now;
        let account = &settings.twilio.account_sid;
        Ok(Done::Json(
            200,
            content.listed(account, &call.base(settings)),
        ))
    })
}
