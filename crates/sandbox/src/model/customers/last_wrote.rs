//! When a customer last wrote.

/// When a customer last wrote to each number of the business, in seconds since 1970. Each number has a 24-hour
/// window of its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct LastWrote {
    /// What holds for a number without an entry.
    anywhere: Option<u64>,
    to: Vec<(String, u64)>,
}

impl LastWrote {
    /// The same time for every number; `None` is never.
    pub(crate) fn anywhere(at: Option<u64>) -> Self {
        Self {
            anywhere: at,
            to: Vec::new(),
        }
    }

    /// The customer writes to `number` now.
    pub(crate) fn note(&mut self, number: &str, now: u64) {
        match self.to.iter_mut().find(|(known, _)| known == number) {
            Some((_, at)) => *at = now,
            None => self.to.push((number.to_owned(), now)),
        }
    }

    /// When the customer last wrote to `number`.
    pub(crate) fn to(&self, number: &str) -> Option<u64> {
        let noted = self.to.iter().find(|(known, _)| known == number);
        noted.map(|(_, at)| *at).or(self.anywhere)
    }

    /// When the customer last wrote to any number.
    pub(crate) fn latest(&self) -> Option<u64> {
        let noted = self.to.iter().map(|(_, at)| *at).max();
        noted.max(self.anywhere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_a_window_of_its_own() {
        let mut wrote = LastWrote::anywhere(None);
        wrote.note("1", 5);
        wrote.note("1", 9);
        assert_eq!((wrote.to("1"), wrote.to("2")), (Some(9), None));
        assert_eq!(wrote.latest(), Some(9));
        assert_eq!(LastWrote::anywhere(Some(3)).to("2"), Some(3));
    }
}
