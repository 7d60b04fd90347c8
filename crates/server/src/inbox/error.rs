use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why an inbox cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another process has it open.
    #[error("inbox.file: {0} is in use by another process; each needs a file of its own")]
    InUse(PathBuf),
    /// The path leads to something else.
    #[error(
        "inbox.file: {0} is {1}, not an inbox, and was not changed; name another file, or one that does not exist yet"
    )]
    NotAnInbox(PathBuf, String),
    /// A later version of this program wrote it.
    #[error("inbox.file: {0} cannot be used, and was not changed: {1}")]
    Newer(PathBuf, String),
    /// The lock beside the file cannot be made.
    #[error("inbox.file: cannot create {0}: {1}{help}", help = help(.1))]
    Lock(PathBuf, std::io::Error),
    /// The system does not open the file.
    #[error("inbox.file: cannot open {0}: {1}{help}", help = help(.1))]
    File(PathBuf, std::io::Error),
    /// The file cannot be opened.
    #[error("inbox.file: cannot open {0}: {1}")]
    Store(PathBuf, StoreError),
    /// The writer cannot be started.
    #[error("cannot start a thread: {0}")]
    Thread(std::io::Error),
}

impl OpenError {
    /// Whether `inbox.file` names something else, or the inbox of a later version:
    /// until the configuration or the program changes, it does not help to try again.
    pub fn is_mistake(&self) -> bool {
        matches!(self, Self::NotAnInbox(..) | Self::Newer(..))
    }
}

fn help(error: &std::io::Error) -> &'static str {
    if error.kind() == std::io::ErrorKind::PermissionDenied {
        "; make the user that runs the server the owner of the folder and of the files in it"
    } else {
        ""
    }
}

/// Why the inbox did not store or give something. Nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk, or the size that the configuration allows, is full.
    #[error("the inbox is full: free disk space, or raise inbox.maxSizeMegabytes ({0})")]
    Full(String),
    /// The file cannot be written.
    #[error("the inbox is read-only: check the file's permissions and its file system ({0})")]
    ReadOnly(String),
    /// Another process held the file for too long.
    #[error("the inbox is locked by another process ({0})")]
    Locked(String),
    /// The disk failed, or the file is damaged.
    #[error("the inbox cannot be read or written ({0})")]
    Broken(String),
    /// The file is not where it was opened.
    #[error(
        "the inbox's file was moved or deleted while the server runs: move the same file back to {0}; if it was deleted, restart the server when what it had accepted is delivered"
    )]
    Moved(String),
    /// More waits to be written than may.
    #[error("too much waits to be written to the inbox")]
    Overloaded,
    /// The host is shutting down.
    #[error("the inbox is closed")]
    Closed,
}

impl From<&rusqlite::Error> for StoreError {
    fn from(error: &rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(text),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(text),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(text),
            _ => Self::Broken(text),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::from(&error)
    }
}

impl StoreError {
    /// Whether a new connection may help where the old one does not.
    pub(super) fn wants_new_connection(&self) -> bool {
        matches!(self, Self::ReadOnly(_) | Self::Broken(_))
    }

    /// The word for it in metrics.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Full(_) => "store-full",
            Self::ReadOnly(_) => "store-read-only",
            Self::Locked(_) => "store-locked",
            Self::Broken(_) | Self::Moved(_) => "store-broken",
            Self::Overloaded => "overloaded",
            Self::Closed => "closing",
        }
    }
}
