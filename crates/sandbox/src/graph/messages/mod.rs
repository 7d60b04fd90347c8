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
