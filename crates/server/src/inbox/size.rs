//! How large the inbox's files are, and how large they may become.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;

/// How large the write-ahead log becomes before it is written back to the
/// database, in bytes, where no limit asks for less.
const WAL: u64 = 16 << 20;

/// How many bytes a probe writes where no limit asks for less.
const PROBE: u64 = 1 << 20;

/// The sizes of the inbox's files, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub database: u64,
    /// The write-ahead log.
    pub wal: u64,
}

impl Size {
    /// Looks at the files. One that is not there has no bytes.
    pub fn of(file: &Path) -> Self {
        Self {
            database: length(file),
            wal: length(&wal(file)),
        }
    }
}

/// The write-ahead log of a database.
pub(super) fn wal(file: &Path) -> PathBuf {
    beside(file, "-wal")
}

/// The file that `SQLite` or this program keeps next to a database.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

pub(super) fn length(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |metadata| metadata.len())
}

/// `inbox.maxSizeMegabytes`, in bytes, if there is a limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit(pub Option<u64>);

/// What there is room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Room {
    /// For everything.
    Enough,
    /// For what comes out of notifications that were accepted, not for new
    /// ones. The text says what takes the room.
    Kept(String),
    /// For nothing, until the write-ahead log is written back.
    Nothing(String),
    /// For nothing new: the file was moved or deleted. What was accepted before is
    /// still written to it, since it can be moved back.
    Gone(StoreError),
}

impl Limit {
    /// How large the write-ahead log normally is, in bytes. The limit counts it,
    /// so that it takes an eighth of the limit at most.
    pub fn wal(self) -> u64 {
        self.0.map_or(WAL, |most| (most / 8).min(WAL))
    }

    /// From which size on the write-ahead log is made smaller as soon as no
    /// reader needs it.
    pub fn wal_is_large(self, wal: u64) -> bool {
        wal > self.wal().saturating_mul(2)
    }

    /// How many bytes a probe writes while the inbox fails: as many as a large
    /// notification has.
    pub fn probe(self) -> u64 {
        self.0.map_or(PROBE, |most| (most / 32).min(PROBE))
    }

    /// What there is room for. The last tenth of the limit is kept for what
    /// comes out of accepted notifications: without it none of them would ever
    /// be done, and so nothing be deleted. An inbox that `was_full` has room
    /// again when a margin is free.
    ///
    /// Nothing at all is written when the write-ahead log takes the room, since
    /// each write makes it grow while a reader keeps it from being written back.
    pub fn room(self, pages: u64, wal: u64, was_full: bool) -> Room {
        let Some(most) = self.0 else {
            return Room::Enough;
        };
        let used = pages.saturating_add(wal);
        let parts = if was_full { 17 } else { 18 };
        if used < most / 20 * parts {
            return Room::Enough;
        }
        let large = self.wal_is_large(wal);
        let reader = if large {
            "; another process that reads the file, such as a backup, keeps the log from being written back"
        } else {
            ""
        };
        let text = format!(
            "of {} MB the database takes {} MB and its write-ahead log {} MB, and the last tenth is for notifications that were accepted{reader}",
            megabytes(most),
            megabytes(pages),
            megabytes(wal)
        );
        if large && used >= most {
            Room::Nothing(text)
        } else {
            Room::Kept(text)
        }
    }
}

/// How many bytes of the database are in use. Pages that are free are used
/// before the file grows.
pub(super) fn used(connection: &Connection) -> u64 {
    let number = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, u64>(0))
            .unwrap_or(0)
    };
    let pages = number("page_count").saturating_sub(number("freelist_count"));
    pages.saturating_mul(number("page_size"))
}

/// Bytes as megabytes with one decimal, unless that is 0.
fn megabytes(bytes: u64) -> String {
    const MB: u64 = 1 << 20;
    let tenths = bytes.saturating_mul(10).saturating_add(MB / 2) / MB;
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: u64 = 1 << 20;

    #[test]
    fn without_a_limit_there_is_always_room() {
        assert_eq!(Limit(None).room(1 << 50, 1 << 40, true), Room::Enough);
    }

    #[test]
    fn the_limit_counts_the_write_ahead_log() {
        let limit = Limit(Some(20 * MB));
        assert_eq!(limit.room(14 * MB, 2 * MB, false), Room::Enough);
        assert!(matches!(limit.room(14 * MB, 4 * MB, false), Room::Kept(_)));
        let Room::Nothing(text) = limit.room(6 * MB, 14 * MB, false) else {
            panic!("the log takes the room")
        };
        assert!(text.contains("write-ahead log 14"), "{text}");
        // Without a large log there is room to delete what is old.
        assert!(matches!(limit.room(20 * MB, MB, false), Room::Kept(_)));
    }

    #[test]
    fn sizes_are_shown_with_one_decimal() {
        let room = Limit(Some(4 * MB)).room(MB * 32 / 10, MB / 2, false);
        let Room::Kept(text) = room else {
            panic!("{room:?}")
        };
        let sizes = "of 4 MB the database takes 3.2 MB and its write-ahead log 0.5 MB, ";
        assert!(text.starts_with(sizes), "{text}");
    }

    #[test]
    fn what_was_full_has_room_again_when_a_margin_is_free() {
        let limit = Limit(Some(20 * MB));
        let used = 35 * MB / 2;
        assert_eq!(limit.room(used, 0, false), Room::Enough);
        assert!(matches!(limit.room(used, 0, true), Room::Kept(_)));
        assert_eq!(limit.room(16 * MB, 0, true), Room::Enough);
    }

    #[test]
    fn a_small_limit_makes_the_log_and_the_probe_small() {
        assert_eq!(Limit(None).wal(), 16 * MB);
        assert_eq!(Limit(Some(8 * MB)).wal(), MB);
        assert_eq!(Limit(Some(MB)).probe(), MB / 32);
    }
}
