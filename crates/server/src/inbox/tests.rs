use std::time::Duration;

use super::notifications::{Called, Source};
use super::*;

pub(super) fn settings(folder: &Path) -> InboxSettings {
    InboxSettings {
        file: folder.join("inbox.sqlite"),
        keep: Duration::from_secs(1),
        keep_dead: Duration::from_secs(1),
        keep_dedupe: Duration::from_secs(1),
        max_size: None,
        max_waiting: 64,
        workers: 1,
    }
}

pub(super) fn notification() -> NewNotification {
    NewNotification {
        source: Arc::new(Source {
            trigger: "t".to_owned(),
            adapter: "a".to_owned(),
            command: "c".to_owned(),
        }),
        called: Called::default(),
        body: "{}".into(),
        received_at: 0,
    }
}

pub(super) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT count(*) FROM notifications", [], |row| row.get(0))
}

#[tokio::test]
async fn a_read_only_database_refuses_and_recovers_when_it_can_be_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Opened::open(&settings(folder.path()), Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    inbox.store(notification()).await.unwrap();
    inbox
        .write(|connection| connection.pragma_update(None, "query_only", true))
        .await
        .unwrap();
    let error = inbox.store(notification()).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error}");
    inbox.store(notification()).await.unwrap();
    assert_eq!(inbox.read(count).await.unwrap(), 2);
    opened.close().await;
}

#[tokio::test]
async fn work_that_fails_alone_is_undone_alone() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Opened::open(&settings(folder.path()), Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    let wrong = inbox.write(|connection| {
        connection.execute("INSERT INTO probe (id, at) VALUES (7, 7)", [])?;
        connection.execute("INSERT INTO nowhere VALUES (1)", [])
    });
    let (wrong, stored) = tokio::join!(wrong, inbox.store(notification()));
    assert!(matches!(wrong, Err(StoreError::Broken(_))));
    assert_eq!(stored, Ok(()));
    let probes = |connection: &Connection| {
        connection.query_row("SELECT count(*) FROM probe", [], |row| row.get::<_, u64>(0))
    };
    assert_eq!(inbox.read(probes).await.unwrap(), 0);
    opened.close().await;
}

#[tokio::test]
async fn more_than_may_wait_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path());
    settings.max_waiting = 1;
    let opened = Opened::open(&settings, Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    let (begun, has_begun) = oneshot::channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
    let busy = tokio::spawn({
        let inbox = inbox.clone();
        async move {
            inbox
                .write(move |_| {
                    begun.send(()).unwrap();
                    may_go_on.recv().unwrap();
                    Ok(())
                })
                .await
        }
    });
    has_begun.await.unwrap();
    let (first, second, ()) = tokio::join!(
        biased;
        inbox.store(notification()),
        inbox.store(notification()),
        async { go_on.send(()).unwrap() }
    );
    assert_eq!(first, Ok(()));
    assert_eq!(second, Err(StoreError::Overloaded));
    busy.await.unwrap().unwrap();
    opened.close().await;
}

#[tokio::test]
async fn two_hosts_cannot_have_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Opened::open(&settings(folder.path()), Clock::manual(), |_| {}).unwrap();
    let second = Opened::open(&settings(folder.path()), Clock::manual(), |_| {});
    assert!(matches!(second, Err(OpenError::InUse(_))));
    opened.close().await;
    let again = Opened::open(&settings(folder.path()), Clock::manual(), |_| {}).unwrap();
    again.close().await;
}

#[test]
fn a_file_that_is_no_database_is_an_error_that_names_the_setting() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    std::fs::write(&settings.file, "no database".repeat(1000)).unwrap();
    let error = Opened::open(&settings, Clock::manual(), |_| {})
        .err()
        .unwrap()
        .to_string();
    assert!(error.starts_with("inbox.file: "), "{error}");
    assert!(error.contains("is not an SQLite database, not"), "{error}");
    let mut nowhere = settings;
    nowhere.file = folder.path().join("none").join("inbox.sqlite");
    let error = Opened::open(&nowhere, Clock::manual(), |_| {})
        .err()
        .unwrap()
        .to_string();
    assert!(error.starts_with("inbox.file: cannot create"), "{error}");
}

/// Bytes of a notification's body in the tests about sizes.
const BODY: usize = 20_000;

fn large() -> NewNotification {
    NewNotification {
        body: vec![b'x'; BODY].into(),
        ..notification()
    }
}

/// Stores notifications until one is refused, and gives how many were stored.
async fn fill(inbox: &Inbox) -> u64 {
    for stored in 0..10_000 {
        match inbox.store(large()).await {
            Ok(()) => {}
            Err(error) => {
                assert!(matches!(error, StoreError::Full(_)), "{error}");
                return stored;
            }
        }
    }
    panic!("it never gets full")
}

#[tokio::test]
async fn the_limit_counts_the_write_ahead_log_and_a_reader_that_ends_gives_its_room_back() {
    const MAX: u64 = 4 << 20;
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path());
    settings.max_size = Some(MAX);
    let opened = Opened::open(&settings, Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    inbox.store(notification()).await.unwrap();

    // As `VACUUM INTO` does: one long transaction that reads.
    let reader = Connection::open(&settings.file).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    assert_eq!(count(&reader).unwrap(), 1);
    let stored = fill(&inbox).await;
    let size = inbox.size();
    assert!(size.database + size.wal <= MAX, "{size:?}");
    assert!(size.wal > Limit(Some(MAX)).wal() * 2, "{size:?}");
    let error = inbox.store(large()).await.unwrap_err().to_string();
    assert!(error.contains("backup"), "{error}");
    inbox.tidy().await;
    assert_eq!(inbox.size().wal, size.wal, "the reader needs it");

    reader.execute_batch("COMMIT").unwrap();
    inbox.tidy().await;
    assert_eq!(inbox.size().wal, 0);
    inbox.store(large()).await.unwrap();
    assert_eq!(inbox.read(count).await.unwrap(), stored + 2);
    opened.close().await;
}

#[tokio::test]
async fn work_is_not_written_to_a_log_that_takes_all_the_room_and_is_again_afterwards() {
    const MAX: u64 = 2 << 20;
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path());
    settings.max_size = Some(MAX);
    let opened = Opened::open(&settings, Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    let reader = Connection::open(&settings.file).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    count(&reader).unwrap();
    let work = || {
        inbox.write(|connection| {
            connection.execute(
                "REPLACE INTO bodies (notification, headers, body) VALUES (7, '', zeroblob(100000))",
                [],
            )
        })
    };
    let mut written = 0;
    while work().await.is_ok() {
        written += 1;
        assert!(written < 1000, "the log grows for ever");
    }
    let size = inbox.size();
    assert!(size.wal < MAX + 200_000, "{size:?}");
    reader.execute_batch("COMMIT").unwrap();
    inbox.tidy().await;
    work().await.unwrap();
    opened.close().await;
}

#[tokio::test]
async fn an_inbox_that_has_reached_its_limit_is_not_healthy_whatever_else_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path());
    settings.max_size = Some(2 << 20);
    let opened = Opened::open(&settings, Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    assert_eq!(inbox.probe().await, Ok(()));
    fill(&inbox).await;
    for _ in 0..3 {
        let work = inbox.write(|connection| connection.execute("UPDATE probe SET at = 0", []));
        assert_eq!(work.await, Ok(1));
        let probed = inbox.probe().await;
        assert!(matches!(probed, Err(StoreError::Full(_))), "{probed:?}");
    }
    // There is room, but writes have not worked for long enough.
    inbox
        .write(|connection| {
            connection.execute("DELETE FROM bodies", [])?;
            connection.execute("DELETE FROM notifications", [])
        })
        .await
        .unwrap();
    inbox.store(large()).await.unwrap();
    let probed = inbox.probe().await;
    assert!(matches!(probed, Err(StoreError::Full(_))), "{probed:?}");
    opened.close().await;
}

#[tokio::test]
async fn probes_of_an_inbox_that_failed_take_no_more_room_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Opened::open(&settings(folder.path()), Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    inbox
        .write(|connection| connection.pragma_update(None, "query_only", true))
        .await
        .unwrap();
    inbox.store(notification()).await.unwrap_err();
    let mut sizes = Vec::new();
    for _ in 0..5 {
        // It can be written again, but not for long enough.
        inbox.probe().await.unwrap_err();
        let size = inbox.size();
        sizes.push(size.database + size.wal);
    }
    assert!(sizes[0] > Limit(None).probe(), "{sizes:?}");
    assert!(sizes[4] < sizes[0] + Limit(None).probe() / 2, "{sizes:?}");
    opened.close().await;
}

#[tokio::test]
async fn the_log_is_written_back_before_it_is_full() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let opened = Opened::open(&settings, Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    let bytes = usize::try_from(Limit(None).wal()).unwrap() / 4;
    let large = NewNotification {
        body: vec![b' '; bytes].into(),
        ..notification()
    };
    inbox.store(large).await.unwrap();
    let written_back = async {
        while inbox.size().database < bytes as u64 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), written_back)
        .await
        .expect("the database has the notification");
    opened.close().await;
    assert_eq!(size::length(&size::wal(&settings.file)), 0);
}

#[tokio::test]
async fn the_log_starts_over_while_notifications_keep_arriving() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let opened = Opened::open(&settings, Clock::manual(), |_| {}).unwrap();
    let inbox = opened.inbox.clone();
    let full = Limit(None).wal();
    let mut stored = 0;
    while stored < 6 * full {
        let body = vec![b' '; 1 << 18];
        stored += body.len() as u64;
        let next = NewNotification {
            body: body.into(),
            ..notification()
        };
        inbox.store(next).await.unwrap();
        let wal = inbox.size().wal;
        assert!(!Limit(None).wal_is_large(wal), "{wal} after {stored}");
    }
    opened.close().await;
}

#[tokio::test]
async fn the_inbox_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let opened = Opened::open(&settings, Clock::manual(), |_| {}).unwrap();
    opened.inbox.store(notification()).await.unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let file = size::beside(&settings.file, suffix);
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    opened.close().await;
}
