//! Media ids, anywhere in a message.

use serde_json::{Map, Value};

use super::Known;
use crate::model::GraphError;
use crate::model::media::{Kind, base_type};

/// Members whose content belongs to the business's own form: an `image` in there is not WhatsApp's.
const STRANGERS: [&str; 2] = ["flow_action_payload", "flow_action_data"];

/// Looks up every media id in `content`, whose path is `path`. An unknown id is an error; media that
/// WhatsApp will not show as what it is sent for makes the message fail later.
pub(super) fn check(
    path: &str,
    content: &Value,
    known: Known<'_>,
) -> Result<Option<GraphError>, GraphError> {
    let mut failure = None;
    visit(path, path, content, known, &mut failure)?;
    Ok(failure)
}

fn visit(
    key: &str,
    path: &str,
    value: &Value,
    known: Known<'_>,
    failure: &mut Option<GraphError>,
) -> Result<(), GraphError> {
    match value {
        Value::Object(object) => {
            if let (Some(kind), Some(id)) = (Kind::named(key), object.get("id")) {
                let found = one(kind, path, id, object, known)?;
                *failure = failure.take().or(found);
            }
            for (key, value) in object {
                if !STRANGERS.contains(&key.as_str()) {
                    visit(key, &format!("{path}['{key}']"), value, known, failure)?;
                }
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                visit("", &format!("{path}[{place}]"), item, known, failure)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn one(
    kind: Kind,
    path: &str,
    id: &Value,
    object: &Map<String, Value>,
    known: Known<'_>,
) -> Result<Option<GraphError>, GraphError> {
    let media = id
        .as_str()
        .and_then(|id| known.media.find(id, known.now))
        .ok_or_else(|| {
            GraphError::parameter(format!(
                "Param {path}['id'] is not a valid whatsapp business account media attachment ID"
            ))
        })?;
    let is_voice = object.get("voice").is_some_and(|voice| voice == true);
    let details = if !kind.shows(media.mime_type(), media.bytes()) {
        unsupported(kind, media.mime_type())
    } else if is_voice && base_type(media.mime_type()) != "audio/ogg" {
        format!(
            "A voice message must be of type audio/ogg with codec opus, not {}.",
            media.mime_type()
        )
    } else {
        return Ok(None);
    };
    Ok(Some(GraphError::new(131_053).details(details)))
}

/// As WhatsApp words it for audio.
fn unsupported(kind: Kind, mime_type: &str) -> String {
    match kind {
        Kind::Audio => format!(
            "Unsupported Audio mime type {mime_type}. Please use one of audio/ogg; codecs=opus, audio/mpeg, \
             audio/amr, audio/mp4, audio/aac."
        ),
        other => format!("A {} cannot be of type {mime_type}.", other.name()),
    }
}
