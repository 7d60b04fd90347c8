//! Lists that come in pages.

use uip_kit::json::{Object, Raw};

/// What stands behind a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it is the last.
    Nothing,
    /// The page that begins after this cursor.
    After(String),
    /// More, but WhatsApp does not say where.
    Unknown,
}

impl Next {
    /// Reads the member `paging` of an answer.
    pub fn read(answer: &Object<'_>) -> Self {
        let Some(paging) = answer.object("paging") else {
            return Self::Nothing;
        };
        if paging.get("next").is_none_or(Raw::is_null) {
            return Self::Nothing;
        }
        paging
            .object("cursors")
            .and_then(|cursors| cursors.text("after"))
            .filter(|after| !after.is_empty())
            .map_or(Self::Unknown, Self::After)
    }
}
