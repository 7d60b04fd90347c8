//! The contents of an account.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Approval, Content};
use crate::model::ids::Ids;

/// The contents that come with the sandbox.
const STANDARD: &str = include_str!("../../../../contents.json");

/// Every content, the oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contents(Vec<Content>);

/// A content as `contents.json` has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    sid: Option<String>,
    #[serde(default)]
    of_sandbox: bool,
    friendly_name: String,
    language: String,
    variables: Map<String, Value>,
    types: Map<String, Value>,
    approval: Option<Approval>,
}

impl Contents {
    /// The contents that come with the sandbox; `crates/sandbox/contents.json` lists them.
    pub(crate) fn standard(ids: &mut Ids, now: u64) -> Self {
        // A test proves that the file is good.
        let definitions: Vec<Definition> = serde_json::from_str(STANDARD).unwrap_or_default();
        let contents = definitions.into_iter().map(|definition| {
            let mut approval = definition.approval;
            if let Some(approval) = &mut approval
                && approval.name.is_empty()
            {
                definition.friendly_name.clone_into(&mut approval.name);
            }
            Content {
                sid: definition.sid.unwrap_or_else(|| ids.sid("HX")),
                friendly_name: definition.friendly_name,
                language: definition.language,
                variables: definition.variables,
                types: definition.types,
                created_at: now,
                updated_at: now,
                approval,
                of_sandbox: definition.of_sandbox,
            }
        });
        Self(contents.collect())
    }

    pub(crate) fn all(&self) -> &[Content] {
        &self.0
    }

    pub(crate) fn find(&self, sid: &str) -> Option<&Content> {
        self.0.iter().find(|content| content.sid == sid)
    }

    pub(crate) fn find_mut(&mut self, sid: &str) -> Option<&mut Content> {
        self.0.iter_mut().find(|content| content.sid == sid)
    }

    pub(crate) fn add(&mut self, content: Content) {
        self.0.push(content);
    }

    /// Whether there was such a content.
    pub(crate) fn remove(&mut self, sid: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|content| content.sid != sid);
        self.0.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    #[test]
    fn the_standard_contents_have_types_and_samples() {
        let contents = Contents::standard(&mut Ids::new(1), 0);
        assert_eq!(contents.all().len(), 14);
        for content in contents.all() {
            let kind = content.kind().unwrap();
            let object = &content.types[kind.name()];
            for member in kind.required() {
                assert!(!object[member].is_null(), "{} {member}", content.sid);
            }
            assert!(!content.is_approved() || Kind::can_be_approved(kind));
        }
    }
}
