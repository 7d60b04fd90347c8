//! The lock that keeps a second server away from an inbox.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::OpenError;
use super::files;
use super::size::beside;

/// The lock of a file, whose path is resolved.
fn lock_file(path: &Path) -> PathBuf {
    beside(path, ".lock")
}

/// How often the lock is tried. A command that looks whether a server runs
/// holds it for a moment.
const LOCK_TRIES: u32 = 5;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// Two hosts on one file would each deliver everything.
pub(super) fn lock(path: &Path) -> Result<File, OpenError> {
    let name = lock_file(path);
    let file = File::create(&name).map_err(|error| OpenError::Lock(name.clone(), error))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(std::fs::TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(std::fs::TryLockError::Error(error)) => return Err(OpenError::Lock(name, error)),
        }
    }
    Err(OpenError::InUse(path.to_owned()))
}

/// Whether a server runs on the file.
pub(crate) fn is_served(path: &Path) -> bool {
    File::open(lock_file(&files::resolve(path))).is_ok_and(|file| {
        matches!(
            file.try_lock_shared(),
            Err(std::fs::TryLockError::WouldBlock)
        )
    })
}
