//! Lists in pages.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::call::Call;
use crate::model::GraphError;
use crate::model::settings::Settings;

/// What Graph puts on a page when `limit` does not say.
const USUAL_LIMIT: usize = 25;
const LARGEST_LIMIT: usize = 1000;

/// The part of a list that the query asks for.
pub(super) struct Page {
    from: usize,
    limit: usize,
}

impl Page {
    /// Reads `limit` and `after`.
    ///
    /// # Errors
    /// Code 100 when either is not what Graph could have given out.
    pub(super) fn read(call: &Call) -> Result<Self, GraphError> {
        Self::read_up_to(call, LARGEST_LIMIT)
    }

    /// As [`Page::read`], of at most `most` items.
    ///
    /// # Errors
    /// As [`Page::read`].
    pub(super) fn read_up_to(call: &Call, most: usize) -> Result<Self, GraphError> {
        let limit = match call.query("limit") {
            None => USUAL_LIMIT,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=most).contains(limit))
                .ok_or_else(|| {
                    GraphError::parameter(format!(
                        "Param limit must be an integer from 1 to {most} - got \"{text}\"."
                    ))
                })?,
        };
        let from = match call.query("after") {
            None => 0,
            Some(cursor) => place(cursor)
                .ok_or_else(|| GraphError::invalid(format!("The cursor {cursor} is not valid.")))?,
        };
        Ok(Self { from, limit })
    }

    /// This page of `found` as Graph answers it.
    pub(super) fn of(&self, found: Vec<Value>, call: &Call, settings: &Settings) -> Value {
        let count = found.len();
        let page: Vec<Value> = found.into_iter().skip(self.from).take(self.limit).collect();
        if page.is_empty() {
            return json!({"data": []});
        }
        let to = self.from + page.len();
        let after = cursor(to);
        let mut paging = json!({"cursors": {"before": cursor(self.from), "after": after}});
        if to < count {
            paging["next"] = json!(call.address_with(settings, "after", &after));
        }
        json!({"data": page, "paging": paging})
    }
}

fn cursor(place: usize) -> String {
    format!("{}ZD", URL_SAFE_NO_PAD.encode(place.to_string()))
}

fn place(cursor: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor.strip_suffix("ZD")?).ok()?;
    std::str::from_utf8(&bytes).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_place() {
        for number in [0, 1, 25, 1000] {
            assert_eq!(place(&cursor(number)), Some(number));
        }
        for other in ["", "ZD", "25", "x!ZD"] {
            assert_eq!(place(other), None, "{other}");
        }
    }
}
