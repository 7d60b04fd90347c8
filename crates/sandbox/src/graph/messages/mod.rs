//! `POST /{phone number id}/messages`.

mod acceptance;
mod contacts;
mod envelope;
mod hosted;
mod interactive;
mod media;
mod plain;
mod receipt;
mod template;

use serde_json::{Map, Value};

use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::account::DirectSendAccess;
use crate::model::customers::Looks;
use crate::model::media::Shelf;
use crate::model::templates::Catalogue;
use crate::model::world::World;
use envelope::Envelope;
pub(super) use envelope::check_product;

/// What a message may refer to: templates and media, at a point in time.
#[derive(Clone, Copy)]
struct Known<'a> {
    templates: &'a Catalogue,
    media: &'a Shelf,
    direct_send: DirectSendAccess,
    /// Seconds since 1970.
    now: u64,
}

/// The name and the language of the template that a message sends.
pub(crate) fn named(template: &Map<String, Value>) -> (&str, &str) {
    let name = template.get("name").and_then(Value::as_str);
    let language = template.get("language").map(|language| &language["code"]);
    let code = language.and_then(Value::as_str);
    (name.unwrap_or_default(), code.unwrap_or_default())
}

/// How a template would look to a customer. Nothing is sent, and its status does not matter.
pub(crate) fn preview(world: &World, template: &Map<String, Value>) -> Result<Looks, GraphError> {
    world.look(|state| {
        let mut templates = state.templates.clone();
        let (name, code) = named(template);
        let found = templates.find(name, code);
        let id = found.map(|found| found.id().to_owned()).unwrap_or_default();
        if let Some(known) = templates.by_id_mut(&id) {
            "APPROVED".clone_into(&mut known.status);
        }
        let known = Known {
            templates: &templates,
            media: &state.media,
            direct_send: state.account.direct_send,
            now: state.clock.seconds(),
        };
        template::check(&Fields::top(template), known).map(|(looks, _)| looks)
    })
}

/// Sends a message, or marks one as read.
pub(super) fn post(world: &World, request: &Map<String, Value>) -> Result<Value, GraphError> {
    envelope::check_product(request)?;
    if request.contains_key("status") {
        return world.change(|state| receipt::mark_read(state, request));
    }
    let envelope = Envelope::read(request)?;
    world.change(|state| {
        if !state.account.registration.registered {
            return Err(GraphError::new(133_010));
        }
        let draft = envelope.draft(Known {
            templates: &state.templates,
            media: &state.media,
            direct_send: state.account.direct_send,
            now: state.clock.seconds(),
        })?;
        acceptance::accept(state, &world.settings, draft)
    })
}
