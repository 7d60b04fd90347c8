//! What can be tapped under a template.

use super::given::GivenButton;
use crate::graph::messages::interactive::NO_TOKEN;
use crate::model::customers::{Choice, ChoiceKind};
use crate::model::templates::{Button, Part};

/// The buttons with the values that were sent for them. They have been checked.
pub(super) fn of(part: &Part, given: &[GivenButton<'_>]) -> Vec<Choice> {
    part.buttons
        .iter()
        .enumerate()
        .map(|(index, button)| choice(button, given.iter().find(|given| given.index == index)))
        .collect()
}

fn choice(button: &Button, given: Option<&GivenButton<'_>>) -> Choice {
    let parameter = given.and_then(|given| given.parameters.first());
    let text = |key: &str| parameter.and_then(|parameter| parameter[key].as_str());
    let (kind, id) = match button.kind.as_str() {
        // Without a payload the label comes back.
        "QUICK_REPLY" => (
            ChoiceKind::QuickReply,
            text("payload").unwrap_or(&button.label).to_owned(),
        ),
        "URL" => (ChoiceKind::Url, filled(button, text("text"))),
        "OTP" => (
            ChoiceKind::CopyCode,
            text("text").unwrap_or_default().to_owned(),
        ),
        "COPY_CODE" => (
            ChoiceKind::CopyCode,
            text("coupon_code").unwrap_or_default().to_owned(),
        ),
        "PHONE_NUMBER" => (
            ChoiceKind::Phone,
            button.phone_number.clone().unwrap_or_default(),
        ),
        "FLOW" => (
            ChoiceKind::Flow,
            parameter
                .and_then(|parameter| parameter["action"]["flow_token"].as_str())
                .unwrap_or(NO_TOKEN)
                .to_owned(),
        ),
        "REQUEST_CONTACT_INFO" => (ChoiceKind::ContactInfo, button.kind.to_lowercase()),
        other => (ChoiceKind::Other, other.to_lowercase()),
    };
    Choice::new(kind, id, &button.label)
}

/// The URL with its only variable, at the end, filled in.
fn filled(button: &Button, value: Option<&str>) -> String {
    let url = button.url.as_deref().unwrap_or_default();
    match (url.split_once("{{"), value) {
        (Some((before, _)), Some(value)) => format!("{before}{value}"),
        _ => url.to_owned(),
    }
}
