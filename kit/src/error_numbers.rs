//! What the numbers of a service's errors mean: for the request and for the flow.
//!
//! A service's numbers are a table of its own, in its adapter.

use crate::FailureCategory;

/// What an error means for the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was sent; trying again cannot help.
    Permanent,
    /// Nothing was sent; trying again is safe.
    Temporary,
    /// It may have been sent.
    Unknown,
}

/// What an error number means.
#[derive(Debug, Clone, Copy)]
pub struct Meaning {
    /// For the request.
    pub outcome: Outcome,
    /// For the flow.
    pub category: FailureCategory,
    /// How long to wait when the answer does not say it.
    pub wait_seconds: Option<u32>,
    /// For the designer.
    pub advice: &'static str,
}

impl Meaning {
    /// Nothing was sent; trying again cannot help.
    pub const fn permanent(category: FailureCategory, advice: &'static str) -> Self {
        Self {
            outcome: Outcome::Permanent,
            category,
            wait_seconds: None,
            advice,
        }
    }

    /// Nothing was sent; trying again is safe, after the wait if there is one.
    pub const fn temporary(
        category: FailureCategory,
        wait_seconds: Option<u32>,
        advice: &'static str,
    ) -> Self {
        Self {
            outcome: Outcome::Temporary,
            category,
            wait_seconds,
            advice,
        }
    }
}

/// A range of numbers: its first and its last.
pub type Span = (u32, u32);

/// Numbers that mean the same.
pub type Row = (&'static [Span], Meaning);

/// The meaning of a number, from the first row that has it.
pub fn look_up(rows: impl IntoIterator<Item = &'static Row>, number: u32) -> Option<Meaning> {
    rows.into_iter()
        .find(|(spans, _)| spans.iter().any(|span| is_within(number, *span)))
        .map(|(_, meaning)| *meaning)
}

/// Whether a number is in a range.
pub fn is_within(number: u32, (first, last): Span) -> bool {
    (first..=last).contains(&number)
}

#[cfg(test)]
mod tests {
    use super::{Meaning, Outcome, Row, look_up};
    use crate::FailureCategory::{Request, Throttled};

    static ROWS: [Row; 2] = [
        (
            &[(4, 4), (10, 19)],
            Meaning::temporary(Throttled, Some(60), "Wait."),
        ),
        (&[(12, 12)], Meaning::permanent(Request, "Correct it.")),
    ];

    #[test]
    fn a_range_includes_its_first_and_its_last_number() {
        for (number, is_known) in [
            (3, false),
            (4, true),
            (9, false),
            (10, true),
            (19, true),
            (20, false),
        ] {
            assert_eq!(look_up(&ROWS, number).is_some(), is_known, "{number}");
        }
    }

    #[test]
    fn the_first_row_that_has_a_number_decides() {
        let meaning = look_up(&ROWS, 12).map(|it| (it.outcome, it.category, it.wait_seconds));
        assert_eq!(meaning, Some((Outcome::Temporary, Throttled, Some(60))));
    }
}
