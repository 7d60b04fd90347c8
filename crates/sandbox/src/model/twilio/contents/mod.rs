//! Contents: Twilio's templates, and their approval by WhatsApp.

mod catalogue;
mod kinds;
mod rendering;

pub(crate) use catalogue::Contents;
pub(crate) use kinds::Kind;
pub(crate) use rendering::{breaks_policy, given_values};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::time;

/// One content, in one language.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) sid: String,
    pub(crate) friendly_name: String,
    pub(crate) language: String,
    /// The sample of each variable, by its name.
    pub(crate) variables: Map<String, Value>,
    /// The same text for several channels: an object for each type.
    pub(crate) types: Map<String, Value>,
    /// Seconds since 1970.
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
    /// None until it is submitted.
    pub(crate) approval: Option<Approval>,
    /// Whether it is one of the templates of Twilio's Sandbox for WhatsApp, which its number alone can send.
    pub(crate) of_sandbox: bool,
}

/// WhatsApp's approval of a content.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Approval {
    /// Empty is the content's own name.
    #[serde(default)]
    pub(crate) name: String,
    pub(crate) category: String,
    /// `received`, `pending`, `approved`, `rejected`, `paused` or `disabled`.
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) rejection_reason: String,
    #[serde(default = "yes")]
    pub(crate) allow_category_change: bool,
}

fn yes() -> bool {
    true
}

impl Content {
    /// The type that WhatsApp gets: the richest one.
    pub(crate) fn kind(&self) -> Option<Kind> {
        Kind::richest(|name| self.types.contains_key(name))
    }

    /// `unsubmitted` without an approval request.
    pub(crate) fn status(&self) -> &str {
        let status = self.approval.as_ref().map(|approval| &approval.status);
        status.map_or("unsubmitted", String::as_str)
    }

    pub(crate) fn is_approved(&self) -> bool {
        self.status() == "approved"
    }

    /// Changes the approval by fields in Meta's words: `status`, `rejected_reason` and `category`.
    pub(crate) fn set(&mut self, fields: &Map<String, Value>) {
        let name = &self.friendly_name;
        let approval = self.approval.get_or_insert_with(|| Approval {
            name: name.clone(),
            category: "UTILITY".to_owned(),
            status: "received".to_owned(),
            rejection_reason: String::new(),
            allow_category_change: true,
        });
        let text = |key: &str| fields.get(key).and_then(Value::as_str);
        if let Some(status) = text("status") {
            approval.status = status.to_lowercase();
        }
        if let Some(reason) = text("rejected_reason") {
            let reason = if reason == "NONE" { "" } else { reason };
            reason.clone_into(&mut approval.rejection_reason);
        }
        if let Some(category) = text("category") {
            category.clone_into(&mut approval.category);
        }
    }

    /// As `GET /v1/Content/{sid}` answers below `base`.
    pub(crate) fn listed(&self, account_sid: &str, base: &str) -> Value {
        let url = format!("{base}/v1/Content/{}", self.sid);
        json!({
            "sid": self.sid,
            "account_sid": account_sid,
            "friendly_name": self.friendly_name,
            "language": self.language,
            "variables": self.variables,
            "types": self.types,
            "url": url,
            "date_created": time::iso_8601(self.created_at),
            "date_updated": time::iso_8601(self.updated_at),
            "links": {
                "approval_create": format!("{url}/ApprovalRequests/whatsapp"),
                "approval_fetch": format!("{url}/ApprovalRequests"),
            },
        })
    }

    /// As an item of `GET /v1/ContentAndApprovals`.
    pub(crate) fn listed_with_approval(&self, account_sid: &str) -> Value {
        json!({
            "date_created": time::iso_8601(self.created_at),
            "date_updated": time::iso_8601(self.updated_at),
            "sid": self.sid,
            "account_sid": account_sid,
            "friendly_name": self.friendly_name,
            "language": self.language,
            "variables": self.variables,
            "types": self.types,
            "approval_requests": self.approval_request(),
        })
    }

    /// The approval request; with empty texts as long as there is none.
    pub(crate) fn approval_request(&self) -> Value {
        let Some(approval) = &self.approval else {
            return json!({
                "name": "",
                "category": "",
                "content_type": "",
                "status": "unsubmitted",
                "rejection_reason": "",
                "allow_category_change": true,
            });
        };
        json!({
            "name": approval.name,
            "category": approval.category,
            "content_type": self.kind().map_or("", Kind::name),
            "status": approval.status,
            "rejection_reason": approval.rejection_reason,
            "allow_category_change": approval.allow_category_change,
        })
    }
}
