//! What Meta's review decides about a template, and the notifications about it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::model::notifications::Update;
use crate::model::settings::Settings;
use crate::model::world::State;

/// What a review decides. The sandbox approves each new or edited template at once, unless it was given
/// another review first.
///
/// ```
/// use uip_sandbox::Review;
/// let rejected = Review::reject("INVALID_FORMAT");
/// let recategorised = Review::approve().as_category("MARKETING");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Review {
    verdict: Verdict,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    category: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Approve,
    Reject,
    Pending,
}

impl Review {
    /// The template can be sent.
    pub fn approve() -> Self {
        Self {
            verdict: Verdict::Approve,
            reason: None,
            category: None,
        }
    }

    /// The template is rejected, with Meta's word for the reason: `ABUSIVE_CONTENT`, `INVALID_FORMAT`,
    /// `PROMOTIONAL`, `SCAM`, `TAG_CONTENT_MISMATCH`…
    pub fn reject(reason: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Reject,
            reason: Some(reason.into()),
            category: None,
        }
    }

    /// The review has not come to an end; [`crate::Sandbox::review`] decides later.
    pub fn pending() -> Self {
        Self {
            verdict: Verdict::Pending,
            reason: None,
            category: None,
        }
    }

    /// Meta puts the template into this category, whatever the business asked for.
    #[must_use]
    pub fn as_category(mut self, category: impl Into<String>) -> Self {
        self.category = Some(category.into());
        self
    }

    /// The fields of the template that the review sets.
    pub(crate) fn fields(&self) -> Map<String, Value> {
        let (status, reason) = match self.verdict {
            Verdict::Approve => ("APPROVED", "NONE"),
            Verdict::Reject => (
                "REJECTED",
                self.reason.as_deref().unwrap_or("INVALID_FORMAT"),
            ),
            Verdict::Pending => ("PENDING", "NONE"),
        };
        let mut fields = Map::new();
        fields.insert("status".to_owned(), json!(status));
        fields.insert("rejected_reason".to_owned(), json!(reason));
        if let Some(category) = &self.category {
            fields.insert("category".to_owned(), json!(category.to_uppercase()));
        }
        fields
    }
}

/// Reviews a new or an edited template, with the next review that was ordered or else with approval.
pub(crate) fn next(state: &mut State, settings: &Settings, id: &str) {
    let review = state.reviews.pop_front().unwrap_or_else(Review::approve);
    decide(state, settings, id, &review);
}

/// Reviews a template. False if no template has this id.
pub(crate) fn decide(state: &mut State, settings: &Settings, id: &str, review: &Review) -> bool {
    change(state, settings, id, review.fields())
}

/// Sets fields of a template as Graph lists it, and notifies about a new status, quality or category. A content of
/// Twilio's has the status, the reason and the category of its approval changed. False if no template has this id.
pub(crate) fn change(
    state: &mut State,
    settings: &Settings,
    id: &str,
    fields: Map<String, Value>,
) -> bool {
    if let Some(content) = state.twilio.contents.find_mut(id) {
        content.set(&fields);
        return true;
    }
    let Some(template) = state.templates.by_id_mut(id) else {
        return false;
    };
    let before = template.listing.clone();
    template.set(fields);
    let after = template.listing.clone();
    for update in updates(&before, &after) {
        state.outbox.add(update, settings);
    }
    true
}

/// What Meta notifies about.
fn updates(before: &Value, after: &Value) -> Vec<Update> {
    let changed = |key: &str| before[key] != after[key];
    let about = |members: Value| {
        let id = after["id"].as_str().unwrap_or_default();
        let mut value = json!({
            "message_template_id": id.parse::<u64>().map_or_else(|_| json!(id), |id| json!(id)),
            "message_template_name": after["name"],
            "message_template_language": after["language"],
        });
        if let (Value::Object(value), Value::Object(members)) = (&mut value, members) {
            value.extend(members);
        }
        value
    };
    let update = |field: &str, members: Value| Update::Field {
        field: field.to_owned(),
        value: about(members),
    };
    let mut updates = Vec::new();
    if changed("category") {
        updates.push(update(
            "template_category_update",
            json!({"previous_category": before["category"], "new_category": after["category"]}),
        ));
    }
    // A review that goes on is no news.
    if changed("status") && after["status"] != "PENDING" {
        updates.push(update(
            "message_template_status_update",
            json!({
                "event": after["status"],
                "reason": after["rejected_reason"],
                "message_template_category": after["category"],
            }),
        ));
    }
    if changed("quality_score") {
        updates.push(update(
            "message_template_quality_update",
            json!({
                "previous_quality_score": before["quality_score"]["score"],
                "new_quality_score": after["quality_score"]["score"],
            }),
        ));
    }
    updates
}
