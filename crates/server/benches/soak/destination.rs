use std::sync::{Arc, Mutex, PoisonError};

use uip_testkit::ledger::{Ledger, Tally};

use crate::generator::{LANES, is_ordered};
use crate::notification::{Event, STREAMS};

/// Where events are delivered, and what arrived there.
#[derive(Clone)]
pub struct Destination {
    pub name: &'static str,
    /// Whether it keeps each event once by itself.
    drops_repeated: bool,
    ledger: Arc<Mutex<Ledgers>>,
}

/// The streams of events that go to one node, and the others.
#[derive(Default)]
struct Ledgers {
    ordered: Ledger,
    mixed: Ledger,
    /// Ids that are of no event of this run.
    strange: u64,
}

/// What arrived of the streams whose events go to one node, and of the others.
pub struct Tallies {
    pub of_one_node: Tally,
    pub of_both: Tally,
}

impl Tallies {
    pub fn all(&self) -> Tally {
        self.of_one_node.plus(self.of_both)
    }
}

impl Destination {
    pub fn new(name: &'static str, drops_repeated: bool) -> Self {
        Self {
            name,
            drops_repeated,
            ledger: Arc::default(),
        }
    }

    /// Records that the event of an id arrived.
    pub fn arrived(&self, id: &str) {
        let mut ledgers = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        match Event::of_id(id) {
            Some(Event { stream, number }) if is_ordered(stream) => {
                ledgers.ordered.arrived(stream, number);
            }
            Some(Event { stream, number }) => ledgers.mixed.arrived(stream, number),
            None => ledgers.strange += 1,
        }
    }

    /// What arrived, compared with how many events were sent in each stream.
    pub fn tally(&self, sent: &[usize]) -> Tallies {
        let ledgers = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        let part = |ordered: bool| -> Vec<usize> {
            let is_in = |stream| usize::from(is_ordered(stream) == ordered);
            let streams = sent.iter().enumerate();
            streams.map(|(stream, sent)| sent * is_in(stream)).collect()
        };
        let mut of_both = ledgers.mixed.tally(&part(false));
        of_both.unknown += ledgers.strange;
        // Two nodes do not know each other's order.
        of_both.out_of_order = 0;
        Tallies {
            of_one_node: ledgers.ordered.tally(&part(true)),
            of_both,
        }
    }

    /// Whether what arrived is what is guaranteed: nothing is lost or out of order, and
    /// nothing is there twice where repeated events are dropped.
    pub fn holds(&self, tallies: &Tallies) -> bool {
        let tally = tallies.all();
        let is_twice = self.drops_repeated && tally.twice > 0;
        tally.lost + tally.out_of_order + tally.unknown == 0 && !is_twice
    }

    /// How many events arrived, each counted once, while more are sent.
    pub fn count(&self) -> u64 {
        self.tally(&[0; LANES * STREAMS]).all().unknown
    }
}
