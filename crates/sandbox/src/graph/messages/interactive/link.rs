//! `cta_url`: one button that opens an address.

use super::{LONGEST_LABEL, named, within};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::customers::{Choice, ChoiceKind};

pub(super) fn check(action: &Fields<'_>) -> Result<Vec<Choice>, GraphError> {
    named(action, "cta_url")?;
    Ok(vec![read(&action.object("parameters")?)?])
}

/// `display_text` and `url` of a link.
pub(super) fn read(parameters: &Fields<'_>) -> Result<Choice, GraphError> {
    let title = within(parameters, "display_text", "Button title", LONGEST_LABEL)?;
    let url = parameters.text("url")?;
    let after = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap_or_default();
    if after.is_empty() || url.contains(char::is_whitespace) {
        return Err(GraphError::new(131_009).details(format!(
            "{} must be a valid URL that starts with http:// or https://.",
            parameters.path_of("url")
        )));
    }
    Ok(Choice::new(ChoiceKind::Url, url, title))
}
