//! Who may read the inbox's files.

use std::fs::{OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use super::size::beside;

/// Read and written by the owner alone: the files hold what customers write.
const OWNER: u32 = 0o600;
const OTHERS: u32 = 0o077;

/// Creates the database's file if it is not there, and takes the permissions
/// of everyone but the owner from it and from the files next to it. `SQLite`
/// gives the files that it creates next to a database the same permissions.
pub(super) fn owner_only(file: &Path) {
    // SQLite says what is wrong if the file cannot be created.
    let _ = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(OWNER)
        .open(file);
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
        owner_only(&new);
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
}
