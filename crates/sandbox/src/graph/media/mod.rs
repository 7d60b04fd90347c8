//! Media: taking it in, telling where it is, handing it out.

mod download;
mod form;
mod upload;

use serde_json::{Value, json};

use super::call::Call;
use crate::model::GraphError;
use crate::model::media::Media;
use crate::model::world::{State, World};

pub(super) use download::download;
pub(super) use upload::upload;

/// `GET /{media id}`: a link that works for five minutes.
pub(super) fn read(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    world.change(|state| {
        let media = find(state, world, call, id)?.clone();
        let url = state.media_link(id, &call.base(&world.settings));
        Ok(json!({
            "url": url,
            "mime_type": media.mime_type(),
            "sha256": media.sha256_hex(),
            "file_size": media.bytes().len(),
            "id": id,
            "messaging_product": "whatsapp",
        }))
    })
}

/// `DELETE /{media id}`.
pub(super) fn delete(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    world.change(|state| {
        find(state, world, call, id)?;
        state.media.remove(id);
        Ok(json!({"success": true}))
    })
}

/// The media, if the request may have it. With `phone_number_id` only what was uploaded on that number is
/// found: nothing that a customer sent.
fn find<'a>(
    state: &'a State,
    world: &World,
    call: &Call,
    id: &str,
) -> Result<&'a Media, GraphError> {
    let media = state
        .media
        .find(id, state.clock.seconds())
        .ok_or_else(|| GraphError::no_such_object(&call.method, id))?;
    match call.query("phone_number_id") {
        Some(number) if media.is_from_customer() || number != world.settings.phone_number_id => {
            Err(GraphError::parameter(
                "Param phone_number_id is not a valid whatsapp business phone number id ID",
            ))
        }
        _ => Ok(media),
    }
}
