//! `reaction`.

use super::Looks;
use crate::graph::GraphError;
use crate::graph::fields::Fields;

/// The looks and the message reacted to. An empty emoji takes the reaction back.
pub(super) fn check(reaction: &Fields<'_>) -> Result<(Looks, String), GraphError> {
    let target = reaction.text("message_id")?;
    let emoji = reaction
        .optional_text("emoji")?
        .ok_or_else(|| reaction.missing("emoji"))?;
    Ok((Looks::of(emoji), target.to_owned()))
}
