//! What of ordered streams of events arrived at a destination.

/// The events that arrived at a destination. Those of a stream are numbered from 0,
/// and are to arrive in this order.
#[derive(Debug, Default)]
pub struct Ledger {
    streams: Vec<Stream>,
}

#[derive(Debug, Default)]
struct Stream {
    /// How often each event arrived; it stops counting at 255.
    times: Vec<u8>,
    /// How many arrived for the first time when a later one was already there.
    out_of_order: u64,
}

/// How what arrived compares with what was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many events were sent.
    pub expected: u64,
    /// How many of them arrived, each counted once.
    pub arrived: u64,
    /// How many of them did not arrive.
    pub lost: u64,
    /// How many arrived more than once.
    pub twice: u64,
    /// How many arrived after a later one of their stream.
    pub out_of_order: u64,
    /// How many arrived that were never sent.
    pub unknown: u64,
}

impl Ledger {
    /// Records that an event of a stream arrived.
    pub fn arrived(&mut self, stream: usize, number: usize) {
        if self.streams.len() <= stream {
            self.streams.resize_with(stream + 1, Stream::default);
        }
        let stream = &mut self.streams[stream];
        // The last one in `times` is always one that arrived.
        let is_late = number + 1 < stream.times.len();
        if stream.times.len() <= number {
            stream.times.resize(number + 1, 0);
        }
        let times = &mut stream.times[number];
        if is_late && *times == 0 {
            stream.out_of_order += 1;
        }
        *times = times.saturating_add(1);
    }

    /// Compares it with how many events were sent in each stream.
    pub fn tally(&self, sent: &[usize]) -> Tally {
        let nothing = Stream::default();
        let streams = sent.len().max(self.streams.len());
        let of_streams = (0..streams).map(|number| {
            let stream = self.streams.get(number).unwrap_or(&nothing);
            stream.tally(sent.get(number).copied().unwrap_or(0))
        });
        of_streams.fold(Tally::default(), Tally::plus)
    }
}

impl Stream {
    fn tally(&self, sent: usize) -> Tally {
        let (known, unknown) = self.times.split_at(sent.min(self.times.len()));
        let count = |times: &[u8], is_it: fn(u8) -> bool| {
            times.iter().filter(|times| is_it(**times)).count() as u64
        };
        let arrived = count(known, |times| times > 0);
        Tally {
            expected: sent as u64,
            arrived,
            lost: sent as u64 - arrived,
            twice: count(known, |times| times > 1),
            out_of_order: self.out_of_order,
            unknown: count(unknown, |times| times > 0),
        }
    }
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            expected: self.expected + other.expected,
            arrived: self.arrived + other.arrived,
            lost: self.lost + other.lost,
            twice: self.twice + other.twice,
            out_of_order: self.out_of_order + other.out_of_order,
            unknown: self.unknown + other.unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found when these events of two streams arrive in this order.
    fn tally(arrivals: &[(usize, usize)], sent: [usize; 2]) -> Tally {
        let mut ledger = Ledger::default();
        for (stream, number) in arrivals {
            ledger.arrived(*stream, *number);
        }
        ledger.tally(&sent)
    }

    #[test]
    fn streams_that_arrive_in_order_are_complete_however_they_are_mixed() {
        let found = tally(&[(0, 0), (1, 0), (1, 1), (0, 1), (1, 2)], [2, 3]);
        let expected = Tally {
            expected: 5,
            arrived: 5,
            ..Tally::default()
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn what_did_not_arrive_is_lost_at_the_end_and_in_the_middle_of_a_stream() {
        let found = tally(&[(0, 0), (0, 2)], [4, 1]);
        assert_eq!((found.arrived, found.lost), (2, 3));
        assert_eq!(found.out_of_order, 0);
    }

    #[test]
    fn a_repeated_event_is_twice_and_not_out_of_order() {
        let found = tally(&[(0, 0), (0, 1), (0, 0), (0, 0)], [2, 0]);
        assert_eq!((found.twice, found.out_of_order), (1, 0));
    }

    #[test]
    fn an_event_that_arrives_first_after_a_later_one_is_out_of_order() {
        let found = tally(&[(0, 1), (0, 0), (0, 0), (1, 0)], [2, 1]);
        assert_eq!((found.out_of_order, found.lost), (1, 0));
    }

    #[test]
    fn what_nobody_sent_is_unknown() {
        let found = tally(&[(0, 0), (0, 1), (1, 0)], [1, 0]);
        assert_eq!((found.arrived, found.unknown), (1, 2));
    }
}
