//! What happens when `inbox.file` leads to something else than the inbox.

use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::tests::{count, notification, settings};
use super::*;

fn refused(settings: &InboxSettings) -> OpenError {
    let opened = Opened::open(settings, Clock::manual(), |_| {});
    opened.err().expect("not an inbox")
}

fn mode(file: &Path) -> u32 {
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_directory_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    std::fs::create_dir(&settings.file).unwrap();
    std::fs::set_permissions(&settings.file, std::fs::Permissions::from_mode(0o755)).unwrap();
    let error = refused(&settings);
    assert!(error.is_mistake());
    assert!(error.to_string().contains("is a directory"), "{error}");
    assert_eq!(
        settings.check_file().unwrap_err().to_string(),
        error.to_string()
    );
    assert_eq!(mode(&settings.file), 0o755);
    assert_eq!(names(folder.path()), ["inbox.sqlite"]);
}

#[test]
fn a_database_of_another_program_is_refused_and_left_alone() {
    for (version, table) in [(0, "events"), (0, "cookies"), (1, "cookies"), (4, "events")] {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(folder.path());
        let other = Connection::open(&settings.file).unwrap();
        other
            .execute_batch(&format!(
                "CREATE TABLE {table} (x); PRAGMA user_version = {version}"
            ))
            .unwrap();
        drop(other);
        std::fs::set_permissions(&settings.file, std::fs::Permissions::from_mode(0o644)).unwrap();
        let before = std::fs::read(&settings.file).unwrap();
        let error = refused(&settings);
        assert!(error.is_mistake(), "{error}");
        let says = "is a database of another program, not an inbox";
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(
            settings.check_file().unwrap_err().to_string(),
            error.to_string()
        );
        let names = names(folder.path());
        let is_of_a_log = |name: &String| name.ends_with("-wal") || name.ends_with("-shm");
        assert!(!names.iter().any(is_of_a_log), "{names:?}");
        assert!(open_to_operate(&settings.file).is_err());
        assert_eq!(std::fs::read(&settings.file).unwrap(), before);
        assert_eq!(mode(&settings.file), 0o644);
    }
}

#[test]
fn the_inbox_of_a_later_version_is_refused_until_something_changes() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    drop(schema::open(&settings.file, Limit(None)).unwrap());
    let inbox = Connection::open(&settings.file).unwrap();
    inbox.pragma_update(None, "user_version", 999).unwrap();
    drop(inbox);
    let checked = settings.check_file().unwrap_err();
    let error = refused(&settings);
    assert!(error.is_mistake());
    assert_eq!(checked.to_string(), error.to_string());
    let says = "was written by a later version of this program: its schema is 999";
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn a_log_that_is_not_written_back_is_no_sign_of_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let other = Connection::open(&settings.file).unwrap();
    other
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA user_version = 7; CREATE TABLE x (y)")
        .unwrap();
    assert!(settings.check_file().is_ok());
    drop(other);
    assert!(settings.check_file().is_err());
}

#[test]
fn an_empty_file_becomes_an_inbox_and_a_text_is_found_before_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    assert!(settings.check_file().is_ok());
    std::fs::write(&settings.file, "text").unwrap();
    let error = settings.check_file().unwrap_err().to_string();
    assert!(error.contains("not an SQLite database"), "{error}");
    std::fs::write(&settings.file, "").unwrap();
    assert!(settings.check_file().is_ok());
    drop(Opened::open(&settings, Clock::manual(), |_| {}).unwrap());
    assert!(settings.check_file().is_ok());
}

#[test]
fn a_file_that_the_system_does_not_open_is_an_error_with_its_reason() {
    let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let error = OpenError::File("x".into(), denied).to_string();
    assert!(error.ends_with("owner of the folder and of the files in it"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("inbox.sqlite");
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let unopened = Connection::open_with_flags(&file, flags).unwrap_err();
    let error = why(&file, unopened).to_string();
    assert!(error.contains("No such file or directory"), "{error}");
}

#[tokio::test]
async fn a_link_leads_to_the_lock_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let mut linked = settings.clone();
    linked.file = folder.path().join("link.sqlite");
    symlink("inbox.sqlite", &linked.file).unwrap();
    for (first, second) in [(&linked, &settings), (&settings, &linked)] {
        let opened = Opened::open(first, Clock::manual(), |_| {}).unwrap();
        assert!(matches!(refused(second), OpenError::InUse(_)));
        assert!(is_served(&first.file) && is_served(&second.file));
        opened.close().await;
    }
}

#[tokio::test]
async fn nothing_is_acknowledged_while_the_file_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let opened = Opened::open(&settings, Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    inbox.store(notification()).await.unwrap();
    let away = folder.path().join("away.sqlite");
    std::fs::rename(&settings.file, &away).unwrap();
    inbox.tidy().await;
    let outage = inbox.health.lock().unwrap().outage().cloned();
    assert!(matches!(outage, Some(StoreError::Moved(_))), "{outage:?}");
    let error = inbox.store(notification()).await.unwrap_err();
    assert_eq!(error.word(), "store-broken");
    assert!(error.to_string().contains("moved or deleted"), "{error}");
    assert_eq!(inbox.probe().await, Err(error));
    // What was accepted before can still be finished.
    inbox.write(|_| Ok(())).await.unwrap();
    // Another file under the name is not the inbox, nor read as if it were.
    std::fs::copy(&away, &settings.file).unwrap();
    assert!(inbox.store(notification()).await.is_err());
    let blank = Readers::new(Arc::clone(&inbox.place));
    assert!(matches!(blank.read(count), Err(StoreError::Moved(_))));
    std::fs::rename(&away, &settings.file).unwrap();
    inbox.store(notification()).await.unwrap();
    assert_eq!(inbox.read(count).await.unwrap(), 2);
    opened.close().await;
}

#[tokio::test]
async fn no_new_file_is_created_where_the_inbox_was_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let opened = Opened::open(&settings, Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    // The connection is given up when a write fails as a whole.
    inbox
        .write(|connection| connection.pragma_update(None, "query_only", true))
        .await
        .unwrap();
    inbox.store(notification()).await.unwrap_err();
    std::fs::remove_file(&settings.file).unwrap();
    let error = inbox.write(|_| Ok(())).await.unwrap_err();
    assert!(matches!(error, StoreError::Moved(_)), "{error}");
    assert!(!settings.file.exists());
    opened.close().await;
}
