//! `text`.

use super::Looks;
use crate::graph::GraphError;
use crate::graph::fields::Fields;

/// In Unicode characters.
const LONGEST_BODY: usize = 4096;

pub(super) fn check(text: &Fields<'_>) -> Result<Looks, GraphError> {
    let body = text.text_within("body", LONGEST_BODY)?;
    text.optional_bool("preview_url")?;
    Ok(Looks::of(body))
}
