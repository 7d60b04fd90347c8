//! Which file the inbox is in, and who may read it.

use std::ffi::OsString;
use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::size::beside;

/// Read and written by the owner alone: the files hold what customers write.
const OWNER: u32 = 0o600;
const OTHERS: u32 = 0o077;

/// What every `SQLite` database begins with.
const HEADER: &[u8; 16] = b"SQLite format 3\0";

/// How many symbolic links lead to a file at most, as on Linux.
const LINKS: usize = 40;

/// The file that was opened. Other programs can move or delete it meanwhile.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    device: u64,
    inode: u64,
}

impl Place {
    pub fn of(path: PathBuf) -> io::Result<Self> {
        let metadata = std::fs::metadata(&path)?;
        Ok(Self {
            path,
            device: metadata.dev(),
            inode: metadata.ino(),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Fails when the path no longer leads to the file. What is written to the
    /// file after it was deleted is lost with the process.
    pub fn check(&self) -> Result<(), StoreError> {
        let is_here = |found: &Metadata| (found.dev(), found.ino()) == (self.device, self.inode);
        match std::fs::metadata(&self.path) {
            Ok(found) if is_here(&found) => Ok(()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                // A disk that fails does not say that the file is gone. SQLite says
                // what is wrong.
                Ok(())
            }
            _ => Err(StoreError::Moved(self.path.display().to_string())),
        }
    }
}

/// The file's one path, whatever links lead to it: two servers that name it
/// differently must find the same lock beside it.
pub(super) fn resolve(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match std::fs::canonicalize(&path) {
            Ok(resolved) => return resolved,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return path,
            Err(_) => {}
        }
        let folder = match path.parent() {
            Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => return path,
        };
        // A link to a file that does not exist yet: SQLite would create that file.
        let Ok(target) = std::fs::read_link(&path) else {
            let folder = std::fs::canonicalize(folder);
            let name = path.file_name().map(OsString::from);
            return match (folder, name) {
                (Ok(folder), Some(name)) => folder.join(name),
                _ => path,
            };
        };
        path = folder.join(target);
    }
    path
}

/// Says what the path leads to if no inbox can be there, such as a directory.
pub(super) fn what_else(path: &Path) -> Option<&'static str> {
    // SQLite says what is wrong with a file that cannot be looked at.
    let kind = std::fs::metadata(path).ok()?.file_type();
    if kind.is_dir() {
        Some("a directory")
    } else if kind.is_file() {
        None
    } else {
        Some("not a regular file")
    }
}

/// Says what a file is that has content and is no database. Not for a file that
/// this process has open: closing it would release `SQLite`'s locks.
pub(super) fn is_no_database(path: &Path) -> Option<&'static str> {
    let mut header = Vec::new();
    let file = File::open(path).ok()?;
    let mut start = file.take(HEADER.len().try_into().unwrap_or(u64::MAX));
    start.read_to_end(&mut header).ok()?;
    (!header.is_empty() && header != HEADER).then_some(NO_DATABASE)
}

/// Which of an inbox's files cannot be written, and why.
pub(super) fn unwritable(file: &Path) -> Option<(PathBuf, io::Error)> {
    let files = ["", "-wal", "-shm"].map(|suffix| beside(file, suffix));
    files.into_iter().find_map(|file| {
        let opened = OpenOptions::new().write(true).open(&file);
        let error = opened.err()?;
        (error.kind() != io::ErrorKind::NotFound).then_some((file, error))
    })
}

/// Whether a file has content, and no write-ahead log next to it.
pub(super) fn is_alone(path: &Path) -> bool {
    let has_content = |path: &Path| path.metadata().is_ok_and(|it| it.len() > 0);
    has_content(path) && !has_content(&beside(path, "-wal"))
}

/// What a file is that is no database.
pub(super) const NO_DATABASE: &str = "not an SQLite database";

/// Creates the database's file, for its owner alone, if it is not there. `SQLite`
/// gives the files that it creates next to a database the same permissions.
pub(super) fn create(file: &Path) {
    // SQLite says what is wrong if the file cannot be created. A file that is there
    // is not opened: closing it would release the locks of this process's other
    // connections.
    let _ = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(OWNER)
        .open(file);
}

/// Takes the permissions of everyone but the owner from the database's file and
/// from the files next to it.
pub(super) fn owner_only(file: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let file = beside(file, suffix);
        let shown = file.display();
        match restrict(&file) {
            Ok(None) => {}
            Ok(Some(was)) => tracing::warn!(
                file = %shown,
                was = format!("{was:o}"),
                "other users of this machine could open the inbox; now only its owner can"
            ),
            Err(error) => tracing::warn!(
                file = %shown,
                %error,
                "other users of this machine may be able to open the inbox: its permissions cannot be changed; run `chmod 600` on it as its owner"
            ),
        }
    }
}

/// Gives the file's permissions if they had to be changed.
fn restrict(file: &Path) -> io::Result<Option<u32>> {
    let mode = match std::fs::metadata(file) {
        Ok(metadata) => metadata.permissions().mode() & 0o7777,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if mode & OTHERS == 0 {
        return Ok(None);
    }
    std::fs::set_permissions(file, Permissions::from_mode(mode & !OTHERS))?;
    Ok(Some(mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(file: &Path) -> u32 {
        std::fs::metadata(file).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_and_one_that_others_could_read_are_the_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let new = folder.path().join("new.sqlite");
        create(&new);
        assert_eq!(mode(&new), 0o600);
        let old = folder.path().join("old.sqlite");
        let all = ["", "-wal", "-shm"].map(|suffix| beside(&old, suffix));
        for file in &all {
            std::fs::write(file, "kept").unwrap();
            std::fs::set_permissions(file, Permissions::from_mode(0o644)).unwrap();
        }
        owner_only(&old);
        for file in &all {
            assert_eq!(mode(file), 0o600, "{}", file.display());
            assert_eq!(std::fs::read(file).unwrap(), b"kept");
        }
    }

    #[test]
    fn a_file_has_one_path_whatever_leads_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().canonicalize().unwrap().join(name);
        std::os::unix::fs::symlink("inbox.sqlite", at("link")).unwrap();
        std::os::unix::fs::symlink("link", at("to-link")).unwrap();
        std::os::unix::fs::symlink(folder.path(), at("folder")).unwrap();
        let names = ["inbox.sqlite", "link", "to-link", "folder/to-link"];
        for is_there in [false, true] {
            if is_there {
                create(&at("inbox.sqlite"));
            }
            for name in names {
                let resolved = resolve(&at(name));
                assert_eq!(resolved, at("inbox.sqlite"), "{name} {is_there}");
            }
        }
        std::os::unix::fs::symlink("round", at("round")).unwrap();
        assert_eq!(resolve(&at("round")), at("round"));
        assert_eq!(resolve(Path::new("nowhere/x")), Path::new("nowhere/x"));
    }

    #[test]
    fn a_file_that_is_moved_away_is_missed_until_it_is_back() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = (folder.path().join("here"), folder.path().join("there"));
        create(&here);
        let place = Place::of(here.clone()).unwrap();
        assert_eq!(place.check(), Ok(()));
        std::fs::rename(&here, &there).unwrap();
        let moved = Err(StoreError::Moved(here.display().to_string()));
        assert_eq!(place.check(), moved);
        create(&here);
        assert_eq!(place.check(), moved, "another file has its name");
        std::fs::rename(&there, &here).unwrap();
        assert_eq!(place.check(), Ok(()));
    }
}
