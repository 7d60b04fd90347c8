//! Identifiers in the shapes that Meta and Twilio use.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// Makes ids that look like the carriers' and never repeat. The same seed gives the same ids in the same order.
#[derive(Debug, Clone)]
pub(crate) struct Ids {
    seed: u64,
    made: u64,
}

/// Which way a message went; the id says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the business to a customer.
    Out,
    /// From a customer to the business.
    In,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, made: 0 }
    }

    /// How many ids were made: what has a later id has a larger number.
    pub(crate) fn made(&self) -> u64 {
        self.made
    }

    fn next(&mut self) -> [u8; 32] {
        self.made += 1;
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(self.made.to_be_bytes());
        hash.finalize().into()
    }

    /// A message id: `wamid.` and base64 of a small record that holds the other side's number.
    pub(crate) fn message(&mut self, way: Way, other: &str) -> String {
        let unique = hex(&self.next()).to_uppercase();
        let (mark, tail) = match way {
            Way::Out => (0x11, unique.chars().take(18).collect::<String>()),
            Way::In => (0x12, unique.chars().take(20).collect::<String>()),
        };
        let mut record = vec![0x1c, 0x18, u8::try_from(other.len()).unwrap_or(u8::MAX)];
        record.extend_from_slice(other.as_bytes());
        record.extend_from_slice(&[0x15, 0x02, 0x00, mark, 0x18]);
        record.push(u8::try_from(tail.len()).unwrap_or(u8::MAX));
        record.extend_from_slice(tail.as_bytes());
        record.push(0);
        format!("wamid.{}", STANDARD.encode(record))
    }

    /// The id of an object of Graph's: sixteen digits.
    pub(crate) fn object(&mut self) -> String {
        let number = self
            .next()
            .iter()
            .take(8)
            .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        (1_000_000_000_000_000 + number % 9_000_000_000_000_000).to_string()
    }

    /// A SID of Twilio's: two letters for the kind, and 32 hexadecimal digits.
    pub(crate) fn sid(&mut self, prefix: &str) -> String {
        let unique = hex(&self.next());
        format!("{prefix}{}", unique.chars().take(32).collect::<String>())
    }

    /// A UUID, as in `I-Twilio-Idempotency-Token`.
    pub(crate) fn uuid(&mut self) -> String {
        let digits = hex(&self.next());
        let groups = [0..8, 8..12, 12..16, 16..20, 20..32];
        groups
            .map(|range| digits.get(range).unwrap_or_default().to_owned())
            .join("-")
    }

    /// A trace id, as in `fbtrace_id`.
    pub(crate) fn trace(&mut self) -> String {
        let text = URL_SAFE_NO_PAD.encode(self.next());
        format!("A{}", text.chars().take(22).collect::<String>())
    }
}

/// Whether `text` is a SID of one of these kinds.
pub(crate) fn is_sid(text: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| {
        text.strip_prefix(prefix).is_some_and(|digits| {
            digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        })
    })
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|nibble| DIGITS.get(usize::from(nibble)).copied())
        .map(char::from)
        .collect()
}

/// A business-scoped user id: a country, a dot, and digits that depend only on the number.
pub(crate) fn user_id_for(wa_id: &str) -> String {
    let hash = Sha256::digest(wa_id.as_bytes());
    let number = hash
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("US.{number:020}")
}

/// The parent of a user id, which several of a business's portfolios share.
pub(crate) fn parent_user_id_for(user_id: &str) -> String {
    format!("US.ENT.{}", object_for(user_id))
}

/// An id of sixteen digits that depends only on `text`.
pub(crate) fn object_for(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let number = hash
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    (1_000_000_000_000_000 + number % 9_000_000_000_000_000).to_string()
}

/// Whether `text` is a business-scoped user id: two capital letters, a dot, then up to 128 letters and
/// digits; a parent id has `ENT.` in between.
pub(crate) fn is_user_id(text: &str) -> bool {
    let Some((country, rest)) = text.split_once('.') else {
        return false;
    };
    let rest = rest.strip_prefix("ENT.").unwrap_or(rest);
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=128).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_ids_never_repeat_and_carry_the_number() {
        let mut ids = Ids::new(1);
        let first = ids.message(Way::Out, "16505551234");
        let second = ids.message(Way::Out, "16505551234");
        assert_ne!(first, second);
        let record = STANDARD
            .decode(first.strip_prefix("wamid.").unwrap())
            .unwrap();
        assert_eq!(&record[3..14], b"16505551234");
    }

    #[test]
    fn sids_are_told_by_their_kind() {
        let sid = Ids::new(1).sid("SM");
        assert!(is_sid(&sid, &["MM", "SM"]), "{sid}");
        assert!(!is_sid(&sid, &["HX"]));
        assert!(!is_sid("SM12", &["SM"]));
        assert_eq!(Ids::new(1).uuid().len(), 36);
    }

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let make = || Ids::new(7).message(Way::In, "16505551234");
        assert_eq!(make(), make());
    }

    #[test]
    fn user_ids_are_told_from_phone_numbers() {
        assert!(is_user_id("US.13491208655302741918"));
        assert!(is_user_id("US.ENT.11815799212886844830"));
        assert!(is_user_id(&user_id_for("16505551234")));
        for other in [
            "+16505551234",
            "16505551234",
            "us.123",
            "USA.123",
            "US.",
            "US.12 3",
        ] {
            assert!(!is_user_id(other), "{other}");
        }
    }
}
