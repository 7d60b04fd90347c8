//! The throughput of the last hour, from the counters of `/metrics`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;

use super::Console;
use crate::clock::{Clock, Millis};
use crate::metrics::Metrics;
use crate::signals::{is_set, is_set_already};

/// How often the counters are read, and how many readings are kept: an hour.
const EVERY: Duration = Duration::from_secs(5);
const KEPT: usize = 720;

/// The counters at one moment, since the server started.
#[derive(Debug, Clone, Default, PartialEq)]
struct Sample {
    at: Millis,
    notifications: f64,
    events: f64,
    delivered: f64,
    commands: f64,
    refused: f64,
    delivery_times: Histogram,
    command_times: Histogram,
}

/// How many values were at most so large: bounds in seconds, in order, with the
/// counts of all up to them.
#[derive(Debug, Clone, Default, PartialEq)]
struct Histogram(Vec<(f64, f64)>);

/// The readings of the last hour.
#[derive(Default)]
pub(crate) struct Samples(Mutex<VecDeque<Sample>>);

/// What happened between two readings.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Interval {
    /// When it ended.
    pub at: Millis,
    pub notifications: f64,
    pub events: f64,
    pub delivered: f64,
    pub commands: f64,
    pub refused: f64,
    /// In seconds; none if there was nothing to measure.
    pub delivery_p50: Option<f64>,
    pub delivery_p99: Option<f64>,
    pub command_p50: Option<f64>,
    pub command_p99: Option<f64>,
}

/// What happened since the server started.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Totals {
    pub notifications: f64,
    pub events: f64,
    pub delivered: f64,
    pub commands: f64,
    pub refused: f64,
}

/// Reads the counters, again and again, until `stop` says so.
pub(crate) async fn sample(
    console: Arc<Console>,
    metrics: Arc<Metrics>,
    mut stop: watch::Receiver<bool>,
) {
    while !is_set_already(&stop) {
        console.samples.take(&metrics);
        tokio::select! {
            () = is_set(&mut stop) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

impl Samples {
    fn take(&self, metrics: &Metrics) {
        let sample = Sample::read(&metrics.text(), Clock::system().now());
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One more than intervals.
        if kept.len() > KEPT {
            kept.pop_front();
        }
        kept.push_back(sample);
    }

    /// The intervals of the last hour, each of `group` readings, the oldest
    /// first; and the totals now.
    pub fn read(&self, metrics: &Metrics, group: usize) -> (Vec<Interval>, Totals) {
        let now = Sample::read(&metrics.text(), Clock::system().now());
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut ends: Vec<&Sample> = kept.iter().rev().step_by(group.max(1)).collect();
        ends.reverse();
        let pairs = ends.iter().zip(ends.iter().skip(1));
        let intervals = pairs
            .map(|(from, to)| Interval::between(from, to))
            .collect();
        (intervals, now.totals())
    }
}

impl Sample {
    /// Reads the counters from the text of `/metrics`, so that both say the
    /// same.
    fn read(text: &str, at: Millis) -> Self {
        let mut sample = Self {
            at,
            ..Self::default()
        };
        for line in text.lines() {
            let Some((series, value)) = line.rsplit_once(' ') else {
                continue;
            };
            let Ok(value) = value.parse::<f64>() else {
                continue;
            };
            let (name, labels) = series.split_once('{').unwrap_or((series, ""));
            match name {
                "uip_notifications_received_total" => sample.notifications += value,
                "uip_events_total" => sample.events += value,
                "uip_requests_refused_total" => sample.refused += value,
                "uip_delivery_attempts_total" if labels.contains("result=\"delivered\"") => {
                    sample.delivered += value;
                }
                "uip_command_duration_seconds_count" => sample.commands += value,
                "uip_command_duration_seconds_bucket" => {
                    sample.command_times.add(labels, value);
                }
                "uip_delivery_duration_seconds_bucket" => {
                    sample.delivery_times.add(labels, value);
                }
                _ => {}
            }
        }
        sample
    }

    fn totals(&self) -> Totals {
        Totals {
            notifications: self.notifications,
            events: self.events,
            delivered: self.delivered,
            commands: self.commands,
            refused: self.refused,
        }
    }
}

impl Histogram {
    fn add(&mut self, labels: &str, count: f64) {
        let bound = labels
            .split("le=\"")
            .nth(1)
            .and_then(|it| it.split('"').next());
        let bound = match bound {
            Some("+Inf") => f64::INFINITY,
            Some(bound) => bound.parse().unwrap_or(f64::INFINITY),
            None => return,
        };
        let mut known = self.0.iter_mut();
        if let Some((_, known)) = known.find(|(known, _)| known.total_cmp(&bound).is_eq()) {
            *known += count;
            return;
        }
        self.0.push((bound, count));
        self.0.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// The bound below which this share of what was measured since `before` is,
    /// interpolated within its bucket.
    fn quantile(&self, before: &Self, share: f64) -> Option<f64> {
        let count_before = |bound: f64| {
            let known = before.0.iter().find(|(it, _)| it.total_cmp(&bound).is_eq());
            known.map_or(0.0, |(_, count)| *count)
        };
        let counts: Vec<(f64, f64)> = self
            .0
            .iter()
            .map(|(bound, count)| (*bound, count - count_before(*bound)))
            .collect();
        let all = counts
            .last()
            .map(|(_, count)| *count)
            .filter(|it| *it > 0.0)?;
        let wanted = all * share;
        let (mut lower, mut below) = (0.0, 0.0);
        for (bound, count) in counts {
            if count >= wanted {
                if bound.is_infinite() {
                    return Some(lower);
                }
                let within = (wanted - below) / (count - below).max(f64::EPSILON);
                return Some(lower + (bound - lower) * within.clamp(0.0, 1.0));
            }
            (lower, below) = (bound, count);
        }
        Some(lower)
    }
}

impl Interval {
    fn between(from: &Sample, to: &Sample) -> Self {
        let delivery = |share| to.delivery_times.quantile(&from.delivery_times, share);
        let command = |share| to.command_times.quantile(&from.command_times, share);
        Self {
            at: to.at,
            notifications: to.notifications - from.notifications,
            events: to.events - from.events,
            delivered: to.delivered - from.delivered,
            commands: to.commands - from.commands,
            refused: to.refused - from.refused,
            delivery_p50: delivery(0.5),
            delivery_p99: delivery(0.99),
            command_p50: command(0.5),
            command_p99: command(0.99),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{OfAttempt, OfCommand, OfEvent, OfTrigger};

    fn trigger(name: &str) -> OfTrigger {
        OfTrigger {
            trigger: name.to_owned(),
        }
    }

    #[test]
    fn the_numbers_are_those_of_the_metrics_summed_over_labels() {
        let metrics = Metrics::default();
        for name in ["a", "b{le=\"9\"}"] {
            metrics.received.get_or_create(&trigger(name)).inc_by(3);
            let event = OfEvent {
                adapter: name.to_owned(),
                event: "message".to_owned(),
            };
            metrics.events.get_or_create(&event).inc_by(2);
        }
        for (result, count) in [("delivered", 4), ("retry", 9)] {
            let labels = OfAttempt {
                trigger: "a".to_owned(),
                result,
            };
            metrics.attempts.get_or_create(&labels).inc_by(count);
        }
        metrics.count_refused("wrong-signature");
        let command = OfCommand {
            adapter: "a".to_owned(),
            command: "say".to_owned(),
            code: "success".to_owned(),
        };
        metrics.commands.get_or_create(&command).observe(0.004);
        let totals = Sample::read(&metrics.text(), 0).totals();
        assert_eq!(
            totals,
            Totals {
                notifications: 6.0,
                events: 4.0,
                delivered: 4.0,
                commands: 1.0,
                refused: 1.0,
            }
        );
    }

    #[test]
    fn quantiles_are_those_of_the_interval_and_not_of_what_was_before() {
        let metrics = Metrics::default();
        let samples = Samples::default();
        let observe = |seconds, times| {
            let histogram = metrics.delivery_time.get_or_create(&trigger("a"));
            (0..times).for_each(|_| histogram.observe(seconds));
        };
        observe(20.0, 1000);
        samples.take(&metrics);
        observe(0.02, 99);
        observe(0.4, 1);
        samples.take(&metrics);
        samples.take(&metrics);
        let (intervals, _) = samples.read(&metrics, 1);
        assert_eq!(intervals.len(), 2);
        let [first, second] = &intervals[..] else {
            panic!("{intervals:?}");
        };
        let p50 = first.delivery_p50.unwrap();
        assert!((0.01..=0.025).contains(&p50), "{p50}");
        let p99 = first.delivery_p99.unwrap();
        assert!((0.02..=0.025).contains(&p99), "{p99}");
        assert_eq!(second.delivery_p50, None);
    }

    #[test]
    fn an_hour_is_kept_and_no_more() {
        let metrics = Metrics::default();
        let samples = Samples::default();
        for _ in 0..1000 {
            samples.take(&metrics);
        }
        assert_eq!(samples.read(&metrics, 1).0.len(), KEPT);
        assert_eq!(samples.read(&metrics, 6).0.len(), KEPT / 6);
    }
}
