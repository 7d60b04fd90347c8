//! The carriers' error codes: title and HTTP status of each. No number belongs to two carriers.

mod meta;
mod twilio;

pub(crate) use twilio::equivalent as twilio_equivalent;

/// One documented code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) number: i64,
    pub(crate) status: u16,
    pub(crate) title: &'static str,
}

const fn code(number: i64, status: u16, title: &'static str) -> Code {
    Code {
        number,
        status,
        title,
    }
}

/// What is answered for a code that is in no table.
const UNKNOWN: Code = code(1, 400, "An unknown error occurred");

/// Finds a code; an undocumented one gets Graph's own "unknown error" title and 400.
pub(crate) fn look_up(wanted: i64) -> Code {
    let all = meta::TABLE.iter().chain(twilio::TABLE);
    let mut found = all.filter(|known| known.number == wanted);
    found
        .next()
        .copied()
        .unwrap_or(code(wanted, UNKNOWN.status, UNKNOWN.title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_stands_twice_in_the_tables() {
        let all = meta::TABLE.iter().chain(twilio::TABLE);
        let mut codes: Vec<i64> = all.map(|known| known.number).collect();
        codes.sort_unstable();
        let before = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), before);
    }

    #[test]
    fn an_unknown_code_keeps_its_number() {
        let found = look_up(999_999);
        assert_eq!((found.number, found.status), (999_999, 400));
    }
}
