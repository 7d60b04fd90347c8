//! `button`: up to three replies. With Direct Send up to ten buttons, of which two may be links.

use super::{LONGEST_LABEL, link, twice, up_to, within};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::customers::{Choice, ChoiceKind};

const LONGEST_ID: usize = 256;
/// With Direct Send.
const MOST_LINKS: usize = 2;

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
            return Err(not_a(&button, &kind.to_uppercase(), given));
        }
        choices.push(reply(&button, kind, &choices)?);
    }
    Ok(choices)
}

/// The buttons of a message of Direct Send: links first, then replies.
pub(super) fn check_mixed(action: &Fields<'_>) -> Result<Vec<Choice>, GraphError> {
    let mut choices: Vec<Choice> = Vec::new();
    for (place, button) in up_to(action, "buttons", "buttons", 1..=10)?
        .iter()
        .enumerate()
    {
        let button = action.item("buttons", place, button)?;
        let choice = match button.text("type")? {
            "reply" => reply(&button, "reply", &choices)?,
            "cta_url" => link::read(&button.object("cta_url")?)?,
            other => return Err(not_a(&button, "CTA_URL, REPLY", other)),
        };
        choices.push(choice);
    }
    let links = choices
        .iter()
        .filter(|choice| choice.kind == ChoiceKind::Url)
        .count();
    if links > MOST_LINKS {
        return Err(GraphError::new(131_009).details(format!(
            "Invalid cta_url buttons count. Min allowed: 0, Max allowed: {MOST_LINKS}"
        )));
    }
    let first = choices.iter().take(links);
    if first
        .into_iter()
        .any(|choice| choice.kind != ChoiceKind::Url)
    {
        return Err(GraphError::new(131_009)
            .details("cta_url buttons must be listed before reply buttons."));
    }
    Ok(choices)
}

/// A button with an id and a title that none of the `others` has.
fn reply(button: &Fields<'_>, kind: &str, others: &[Choice]) -> Result<Choice, GraphError> {
    let reply = button.object(kind)?;
    let id = within(&reply, "id", "Button id", LONGEST_ID)?;
    let title = within(&reply, "title", "Button title", LONGEST_LABEL)?;
    if others.iter().any(|known| known.id == id) {
        return Err(twice("button id", id));
    }
    if others.iter().any(|known| known.title == title) {
        return Err(twice("button title", title));
    }
    Ok(Choice::new(ChoiceKind::Reply, id, title))
}

fn not_a(button: &Fields<'_>, types: &str, given: &str) -> GraphError {
    GraphError::parameter(format!(
        "Param {} must be one of {{{types}}} - got \"{given}\".",
        button.path_of("type")
    ))
}
