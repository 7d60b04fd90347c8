//! Which events a trigger takes.

mod evaluation;
mod pattern;
mod query;

use std::fmt;
use std::sync::Arc;

use jsonpath_rust::parser::parse_json_path;
use serde_json::Value;

pub(crate) use evaluation::{Budget, TooMuchWork};
use query::Query;

/// How long a condition may be, in bytes.
const MAX_LENGTH: usize = 4096;

/// How deep its parentheses and brackets may nest. Reading a query that is
/// wrong takes a time that grows exponentially with this.
const MAX_NESTING: usize = 10;

/// A filter on an event's properties: a `JSONPath` query as RFC 9535 has it. An
/// event passes if the query finds something in its properties:
/// `$.messages[?@.type == "text"]`.
///
/// It differs from RFC 9535 in two ways. Text written in the query equals a
/// number that is written like it: `@.code == "131049"` holds for 131049 too,
/// since what UIP calls a string arrives as a number in places. And the pattern
/// of `match` and `search` must be written in the query.
#[derive(Clone)]
pub struct Condition {
    text: String,
    query: Arc<Query>,
}

impl Condition {
    /// Reads a query.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_LENGTH {
            return Err(format!(
                "has {} bytes; at most {MAX_LENGTH} are allowed: let the receiver decide, or split it into several triggers",
                text.len()
            ));
        }
        if nesting(text) > MAX_NESTING {
            return Err(format!(
                "nests parentheses and brackets deeper than {MAX_NESTING} levels; write it flatter"
            ));
        }
        let query = parse_json_path(text).map_err(|_| {
            format!(
                "`{text}` is not a JSONPath query (RFC 9535), such as $.messages[?@.type == 'text']"
            )
        })?;
        Ok(Self {
            text: text.to_owned(),
            query: Arc::new(Query::compile(&query)?),
        })
    }

    /// Whether the query finds something in `properties`.
    ///
    /// # Errors
    /// When that takes more work than `budget` allows.
    pub(crate) fn holds(&self, properties: &Value, budget: Budget) -> Result<bool, TooMuchWork> {
        evaluation::finds(&self.query, properties, budget)
    }
}

/// How deep parentheses and brackets nest, outside of text.
fn nesting(query: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut quote = None;
    let mut characters = query.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '(' | '[') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (Some(_) | None, _) => {}
        }
    }
    deepest
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.text).finish()
    }
}

#[cfg(test)]
mod tests;
