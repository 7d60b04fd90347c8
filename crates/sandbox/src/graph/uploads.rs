//! The resumable upload: `POST /{app id}/uploads` announces a file, `POST /upload:…` brings its bytes, and
//! `GET /upload:…` says how many have arrived.
//!
//! Source: Meta's page "Resumable Upload API". What Graph answers to a part of the file, or to bytes at
//! another offset, is not documented.

use serde_json::{Value, json};

use super::call::Call;
use crate::model::GraphError;
use crate::model::media::uploads::CannotAdd;
use crate::model::world::World;

const TYPES: [&str; 5] = [
    "application/pdf",
    "image/jpeg",
    "image/jpg",
    "image/png",
    "video/mp4",
];
/// Documents are the largest files that WhatsApp shows.
const LONGEST: usize = 100 * 1024 * 1024;

/// Whether a path segment is the id of an upload.
pub(super) fn is_upload(segment: &str) -> bool {
    unescaped(segment).starts_with("upload:")
}

/// Ids contain a colon, which some clients escape in a path.
fn unescaped(segment: &str) -> String {
    segment.replace("%3A", ":").replace("%3a", ":")
}

/// The id as it was given out. What follows its `?` is a query to HTTP.
fn id_of(call: &Call, segment: &str) -> String {
    let id = unescaped(segment);
    match call.query("sig") {
        Some(signature) => format!("{id}?sig={signature}"),
        None => id,
    }
}

/// `POST /{app id}/uploads` with `file_length`, `file_type` and perhaps `file_name`.
pub(super) fn begin(world: &World, call: &Call, app: &str) -> Result<Value, GraphError> {
    if app != world.settings.app_id && app != "app" {
        return Err(GraphError::no_such_object(&call.method, app));
    }
    let needed = |key: &str| {
        call.parameter(key)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| GraphError::parameter(format!("The parameter {key} is required.")))
    };
    let length = needed("file_length")?;
    let length: usize = length
        .parse()
        .ok()
        .filter(|length| (1..=LONGEST).contains(length))
        .ok_or_else(|| {
            GraphError::parameter(format!(
                "Param file_length must be an integer from 1 to {LONGEST} - got \"{length}\"."
            ))
        })?;
    let file_type = needed("file_type")?.to_lowercase();
    if !TYPES.contains(&file_type.as_str()) {
        return Err(GraphError::parameter(format!(
            "Param file_type must be one of {{{}}} - got \"{file_type}\".",
            TYPES.join(", ")
        )));
    }
    Ok(world.change(|state| {
        let id = format!("upload:{}?sig={}", state.ids.trace(), state.ids.trace());
        state.uploads.begin(id.clone(), &file_type, length);
        json!({"id": id})
    }))
}

/// `POST /upload:…` with the header `file_offset` and the bytes.
pub(super) fn add(world: &World, call: &Call, segment: &str) -> Result<Value, GraphError> {
    let id = id_of(call, segment);
    let offset = call
        .file_offset()
        .ok_or_else(|| GraphError::parameter("The header file_offset is required."))?;
    let bytes = call.body();
    world.change(|state| {
        let unique = state.ids.trace();
        match state.uploads.add(&id, offset, &bytes, &unique) {
            Ok(Some(handle)) => Ok(json!({"h": handle})),
            Ok(None) => Ok(json!({"id": id, "file_offset": state.uploads.offset(&id)})),
            Err(CannotAdd::NoSuchUpload) => Err(GraphError::no_such_object(&call.method, &id)),
            Err(CannotAdd::WrongOffset { expected }) => Err(GraphError::invalid(format!(
                "The file_offset is {offset}, but {expected} bytes have been received."
            ))),
            Err(CannotAdd::TooLong { announced }) => Err(GraphError::invalid(format!(
                "The file is longer than the announced {announced} bytes."
            ))),
        }
    })
}

/// `GET /upload:…`.
pub(super) fn read(world: &World, call: &Call, segment: &str) -> Result<Value, GraphError> {
    let id = id_of(call, segment);
    world
        .look(|state| state.uploads.offset(&id))
        .map(|offset| json!({"id": id, "file_offset": offset}))
        .ok_or_else(|| GraphError::no_such_object(&call.method, &id))
}
