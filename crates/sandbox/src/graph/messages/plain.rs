//! Messages of one small object: `text`, `location` and `reaction`.

use super::Looks;
use crate::graph::fields::Fields;
use crate::model::GraphError;

/// The longest text, in Unicode characters.
const LONGEST_BODY: usize = 4096;

pub(super) fn text(object: &Fields<'_>) -> Result<Looks, GraphError> {
    let body = object.text_within("body", LONGEST_BODY)?;
    object.optional_bool("preview_url")?;
    Ok(Looks::of(body))
}

pub(super) fn location(location: &Fields<'_>) -> Result<Looks, GraphError> {
    let latitude = location.number("latitude")?;
    let longitude = location.number("longitude")?;
    for (key, value, most) in [
        ("latitude", latitude, 90.0),
        ("longitude", longitude, 180.0),
    ] {
        if value.abs() > most {
            return Err(GraphError::parameter(format!(
                "Param {} must be between -{most} and {most}.",
                location.path_of(key)
            )));
        }
    }
    let name = location.optional_text("name")?;
    location.optional_text("address")?;
    Ok(Looks {
        header: name.map(str::to_owned),
        ..Looks::of(format!("{latitude}, {longitude}"))
    })
}

/// The looks and the message reacted to. An empty emoji takes the reaction back.
pub(super) fn reaction(reaction: &Fields<'_>) -> Result<(Looks, String), GraphError> {
    let target = reaction.text("message_id")?;
    let emoji = reaction
        .optional_text("emoji")?
        .ok_or_else(|| reaction.missing("emoji"))?;
    Ok((Looks::of(emoji), target.to_owned()))
}
