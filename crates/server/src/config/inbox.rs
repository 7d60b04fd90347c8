use std::path::{Path, PathBuf};
use std::time::Duration;
use uip_contract::config::Section;

use crate::OpenError;

const DAY: u64 = 24 * 60 * 60;

/// For how many days an event's id is known at least. Senders repeat a
/// notification for up to 7 days; one more covers the way there.
const DEDUPE_DAYS: u64 = 8;

/// `[inbox]`: where notifications and events are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InboxSettings {
    /// `file`: the `SQLite` database. Default: `uip-inbox.sqlite` beside
    /// `uip.toml`.
    pub file: PathBuf,
    /// `keepDays`: how long finished notifications, and the payloads of events
    /// that every receiver took, are kept. Default 7, at least 1.
    pub keep: Duration,
    /// `keepDeadDays`: how long notifications that failed, events that no
    /// receiver took and unclaimed events are kept, to be replayed. Default 90, at least 7.
    pub keep_dead: Duration,
    /// How long an event's id is known: `keepDays`, but never less than 8
    /// days.
    pub keep_dedupe: Duration,
    /// `maxSizeMegabytes`: how large the database and its write-ahead log may
    /// become together. From nine tenths of it on, notifications are refused
    /// with 503. Default: as large as the disk.
    pub max_size: Option<u64>,
    /// `maxWaiting`: how many notifications may wait to be written; more are
    /// refused with 503. Default 4096.
    pub max_waiting: usize,
    /// `workers`: how many calls of one adapter run at a time. Default 4.
    pub workers: usize,
}

impl InboxSettings {
    pub(super) fn read(mut section: Section<'_>, directory: &Path) -> Self {
        let file = section
            .text("file")
            .unwrap_or_else(|| "uip-inbox.sqlite".to_owned());
        let keep_days = section.number("keepDays", 1..=3650, 7);
        let keep_dead_days = section.number("keepDeadDays", 7..=3650, 90);
        let max_size = section.number("maxSizeMegabytes", 0..=64 * 1024 * 1024, 0);
        let max_waiting = section.number("maxWaiting", 1..=1_000_000, 4096);
        let workers = section.number("workers", 1..=256, 4);
        section.finish();
        Self {
            file: directory.join(file),
            keep: days(keep_days),
            keep_dead: days(keep_dead_days),
            keep_dedupe: days(keep_days.max(DEDUPE_DAYS)),
            max_size: (max_size > 0).then_some(max_size * 1024 * 1024),
            max_waiting: usize::try_from(max_waiting).unwrap_or(usize::MAX),
            workers: usize::try_from(workers).unwrap_or(1),
        }
    }

    /// Looks at what `file` is, without opening an inbox or changing anything. Not for
    /// a process that has the inbox open: `SQLite` would lose its locks.
    ///
    /// # Errors
    /// When it is something else, such as a directory.
    pub fn check_file(&self) -> Result<(), OpenError> {
        crate::inbox::check_file(&self.file)
    }
}

pub(super) fn days(days: u64) -> Duration {
    Duration::from_secs(days * DAY)
}
