//! `button`: up to three replies.

use super::{LONGEST_LABEL, twice, up_to, within};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::customers::{Choice, ChoiceKind};

const LONGEST_ID: usize = 256;

/// Ids and titles must each be unique within the message.
pub(super) fn check(action: &Fields<'_>) -> Result<Vec<Choice>, GraphError> {
    replies(action, "reply", 1..=3)
}

/// The buttons of an action, each an object named `kind` with `id` and `title`.
pub(super) fn replies(
    action: &Fields<'_>,
    kind: &str,
    count: std::ops::RangeInclusive<usize>,
) -> Result<Vec<Choice>, GraphError> {
    let mut choices: Vec<Choice> = Vec::new();
    for (place, button) in up_to(action, "buttons", "buttons", count)?
        .iter()
        .enumerate()
    {
        let button = action.item("buttons", place, button)?;
        let given = button.text("type")?;
        if given != kind {
            return Err(GraphError::parameter(format!(
                "Param {} must be one of {{{}}} - got \"{given}\".",
                button.path_of("type"),
                kind.to_uppercase()
            )));
        }
        let reply = button.object(kind)?;
        let id = within(&reply, "id", "Button id", LONGEST_ID)?;
        let title = within(&reply, "title", "Button title", LONGEST_LABEL)?;
        if choices.iter().any(|known| known.id == id) {
            return Err(twice("button id", id));
        }
        if choices.iter().any(|known| known.title == title) {
            return Err(twice("button title", title));
        }
        choices.push(Choice::new(ChoiceKind::Reply, id, title));
    }
    Ok(choices)
}
