//! An event in a few words, without knowing its adapter: from what the manifest
//! names in its payload.

use serde_json::Value;
use uip_contract::manifest;
use uip_contract::place;

use crate::AdapterInfo;

/// Names of members that say what kind of event it is.
const KINDS: [&str; 3] = ["status", "type", "field"];

/// Names of members that people wrote.
const TEXTS: [&str; 7] = [
    "body",
    "caption",
    "title",
    "text",
    "emoji",
    "filename",
    "description",
];

/// How much of a text is shown in a list, in characters.
const SHOWN: usize = 160;

/// How many characters at the end of a customer's number are shown.
const LAST: usize = 4;

/// What a list shows of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// `text`, `read`, `failed 131047`.
    pub words: Vec<String>,
    /// The end of the customer's number or id.
    pub customer: Option<String>,
    /// What the customer wrote.
    pub text: Option<String>,
}

impl Summary {
    pub fn of(info: Option<&AdapterInfo>, event: &str, payload: &str) -> Self {
        let Some(event) = info.and_then(|info| info.manifest.event(event)) else {
            return Self::default();
        };
        // A payload that is nested too deep has no summary.
        let payload: Value = serde_json::from_str(payload).unwrap_or_default();
        let kind = first(event, &payload, |name| KINDS.contains(&name));
        let code = first(event, &payload, |name| name == "code");
        let customer = event
            .order_by
            .iter()
            .find_map(|place| scalar(&payload, place));
        Self {
            words: kind.into_iter().chain(code).collect(),
            customer: customer.map(|customer| masked(&customer)),
            text: first(event, &payload, |name| TEXTS.contains(&name)).map(|text| cut(&text)),
        }
    }
}

/// The first value in the payload at a place that ends in a name that fits.
fn first(event: &manifest::Event, payload: &Value, fits: impl Fn(&str) -> bool) -> Option<String> {
    let places = event.properties.iter().map(|field| field.name.as_str());
    places
        .filter(|place| fits(place::last_name(place)))
        .find_map(|place| scalar(payload, place))
}

fn scalar(payload: &Value, place: &str) -> Option<String> {
    match payload.pointer(&place::pointer(place)?)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The end of a number: enough to tell customers apart on a shared screen.
pub(super) fn masked(customer: &str) -> String {
    let length = customer.chars().count();
    let last: String = customer.chars().skip(length.saturating_sub(LAST)).collect();
    if length > LAST {
        format!("…{last}")
    } else {
        last
    }
}

fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(SHOWN).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use serde_json::json;
    use uip_contract::Manifest;

    use super::*;

    const WHATSAPP: &str = include_str!("../../../../../adapter.json");

    fn summary(event: &str, payload: &Value) -> Summary {
        let manifest = Arc::new(Manifest::from_json(WHATSAPP).unwrap());
        let info = AdapterInfo::new("whatsapp", manifest, BTreeMap::new());
        Summary::of(Some(&info), event, &payload.to_string())
    }

    #[test]
    fn a_message_is_its_kind_the_end_of_its_number_and_apart_from_that_its_text() {
        let message = json!({ "messages": [{
            "from": "393331234567", "type": "text", "text": { "body": "Grüß dich 👋" }
        }] });
        let expected = Summary {
            words: vec!["text".to_owned()],
            customer: Some("…4567".to_owned()),
            text: Some("Grüß dich 👋".to_owned()),
        };
        assert_eq!(summary("customer_message", &message), expected);
    }

    #[test]
    fn a_status_that_failed_has_its_code() {
        let status = json!({ "statuses": [{
            "status": "failed", "recipient_id": "393331234567", "errors": [{ "code": 131_047 }]
        }] });
        assert_eq!(
            summary("status_changed", &status).words,
            ["failed", "131047"]
        );
    }

    #[test]
    fn a_payload_that_fits_nothing_has_no_summary_and_a_long_text_is_cut() {
        for payload in [json!(null), json!([]), json!({ "messages": "x" })] {
            assert_eq!(summary("customer_message", &payload), Summary::default());
        }
        let message = json!({ "messages": [{ "text": { "body": "ä".repeat(9000) } }] });
        let text = summary("customer_message", &message).text.unwrap();
        assert_eq!(text.chars().count(), SHOWN + 1);
    }
}
