//! `image`, `video`, `audio`, `document`, `sticker`.

use super::Looks;
use crate::graph::fields::Fields;
use crate::model::GraphError;

/// In Unicode characters.
const LONGEST_CAPTION: usize = 1024;

/// Exactly one of `id` and `link`; a caption, a file name and `voice` only where WhatsApp shows them.
pub(super) fn check(kind: &str, media: &Fields<'_>) -> Result<Looks, GraphError> {
    check_source(media)?;
    let caption = media.optional_text_within("caption", LONGEST_CAPTION)?;
    if caption.is_some() && matches!(kind, "audio" | "sticker") {
        return Err(GraphError::invalid(format!(
            "A {kind} message cannot have a caption."
        )));
    }
    let filename = media.optional_text("filename")?;
    if filename.is_some() && kind != "document" {
        return Err(GraphError::invalid(format!(
            "A {kind} message cannot have a filename."
        )));
    }
    if media.optional_bool("voice")?.is_some() && kind != "audio" {
        return Err(GraphError::invalid(format!(
            "A {kind} message cannot be a voice message."
        )));
    }
    Ok(Looks {
        header: filename.map(str::to_owned),
        ..Looks::of(caption.unwrap_or_default())
    })
}

/// Checks the media of a header, and says where it is: its link, or else its id.
pub(super) fn source(media: &Fields<'_>) -> Result<String, GraphError> {
    check_source(media)?;
    let place = match media.optional_text("link")? {
        Some(link) => link,
        None => media.text("id")?,
    };
    Ok(place.to_owned())
}

/// Exactly one of `id` and `link`, the link being http or https.
fn check_source(media: &Fields<'_>) -> Result<(), GraphError> {
    match (media.optional_text("id")?, media.optional_text("link")?) {
        (None, None) => Err(GraphError::parameter(
            "Either one of media ID or link must be present",
        )
        .subcode(2_494_009)),
        (Some(_), Some(_)) => Err(GraphError::invalid(
            "Only one of the id and the link of the media may be given.",
        )),
        (None, Some(link)) if !link.starts_with("https://") && !link.starts_with("http://") => {
            Err(GraphError::parameter(format!(
                "Param {} must be a valid URI.",
                media.path_of("link")
            )))
        }
        _ => Ok(()),
    }
}
