//! Taking turns, and what comes of it.

use std::time::Duration;

/// How often each contestant runs before it counts: caches fill, connections
/// open.
const WARM_UP: usize = 3;

/// One thing that is measured. It prepares, takes the time of its work alone,
/// and checks the outcome afterwards.
pub struct Contestant<'a> {
    name: &'static str,
    run: Box<dyn FnMut() -> Duration + 'a>,
}

impl<'a> Contestant<'a> {
    pub fn new(name: &'static str, run: impl FnMut() -> Duration + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
        }
    }
}

/// How long one contestant took, run by run, the shortest first.
pub struct Samples {
    pub name: &'static str,
    sorted: Vec<Duration>,
}

impl Samples {
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    pub fn p95(&self) -> Duration {
        self.percentile(95)
    }

    fn percentile(&self, percent: usize) -> Duration {
        let place = (self.sorted.len() * percent / 100).min(self.sorted.len() - 1);
        self.sorted[place]
    }
}

/// Lets all of them run `rounds` times, one after the other in each round.
pub fn in_turns(rounds: usize, contestants: Vec<Contestant<'_>>) -> Vec<Samples> {
    let mut all: Vec<(Contestant<'_>, Vec<Duration>)> = contestants
        .into_iter()
        .map(|contestant| (contestant, Vec::with_capacity(rounds)))
        .collect();
    for round in 0..rounds + WARM_UP {
        for (contestant, samples) in &mut all {
            let took = (contestant.run)();
            if round >= WARM_UP {
                samples.push(took);
            }
        }
    }
    all.into_iter()
        .map(|(contestant, mut sorted)| {
            sorted.sort_unstable();
            Samples {
                name: contestant.name,
                sorted,
            }
        })
        .collect()
}
