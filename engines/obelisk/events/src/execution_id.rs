//! The execution id that belongs to an event.

use sha2::{Digest, Sha256};
use ulid::Ulid;

/// Makes an execution id from the name of an event's function and the event's
/// id: `E_` and a ULID. The same two give the same id; others give another
/// one, but for a chance of 1 in 2^112.
///
/// A ULID begins with 48 bits of time. Its first 16 bits stay zero, as in the
/// ids that Obelisk itself makes from hashes, so that it names a day in 1970
/// and is told apart from one that was made by the clock.
pub fn execution_id(function: &str, event_id: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(function.as_bytes());
    hash.update([0]);
    hash.update(event_id.as_bytes());
    let number = hash
        .finalize()
        .iter()
        .take(14)
        .fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
    format!("E_{}", Ulid(number))
}

#[cfg(test)]
mod tests {
    use super::execution_id;
    use proptest::prelude::*;

    #[test]
    fn an_id_stays_the_same_from_release_to_release() {
        assert_eq!(
            execution_id("customer-message", "wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQA"),
            "E_0000JV5407NDQ1CG182PD0ANY1"
        );
    }

    #[test]
    fn two_kinds_of_event_with_one_id_are_two_executions() {
        assert_ne!(
            execution_id("customer-message", "wamid.A"),
            execution_id("status-changed", "wamid.A")
        );
    }

    proptest! {
        #[test]
        fn every_event_id_gives_an_id_that_obelisk_reads(event_id in ".*") {
            let id = execution_id("customer-message", &event_id);
            let ulid = id.strip_prefix("E_").expect("a prefix");
            prop_assert!(ulid.starts_with("000"));
            prop_assert_eq!(ulid::Ulid::from_string(ulid).expect("a ULID").to_string(), ulid);
        }

        #[test]
        fn different_event_ids_give_different_ids(a in ".*", b in ".*") {
            prop_assert_eq!(
                execution_id("status-changed", &a) == execution_id("status-changed", &b),
                a == b
            );
        }
    }
}
