//! The inbox cannot be written: Meta is asked to retry, the log gives the reason,
//! and everything continues when the cause is gone.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Response;
use serde_json::json;
use uip_sandbox::Sandbox;

use super::disk::{Disk, Failing};
use super::engine::{Engine, until};
use super::repeats::notification;
use super::server::{Server, Site};

/// What the log says while notifications are refused, and after that.
const REFUSED: &str = "notifications are refused with 503 until this is over";
const OVER: &str = "the inbox works again";

struct Scene {
    sandbox: Sandbox,
    engine: Engine,
    site: Site,
}

impl Scene {
    async fn new() -> Self {
        let sandbox = Sandbox::start().await.expect("a free port");
        let engine = Engine::start().await;
        let site = Site::new(&sandbox, &engine.url);
        Self {
            sandbox,
            engine,
            site,
        }
    }

    /// Sends a message whose text has this many letters.
    async fn send(&self, server: &Server, id: &str, letters: usize) -> Response {
        let body = notification(&[id.to_owned()]).replace("Hello", &"x".repeat(letters));
        reqwest::Client::new()
            .post(server.callback())
            .header("X-Hub-Signature-256", self.sandbox.sign(body.as_bytes()))
            .body(body)
            .send()
            .await
            .expect("an answer")
    }

    async fn is_refused(&self, server: &Server, id: &str, letters: usize) {
        let answer = self.send(server, id, letters).await;
        assert_eq!(answer.status().as_u16(), 503, "{}", self.site.logged());
        assert_eq!(answer.headers()["Retry-After"], "5");
    }

    /// Sends messages until one is refused. Some may still be stored at the
    /// limit: what was stored before moves out of the write-ahead log.
    async fn is_refused_at_last(&self, server: &Server, round: usize) {
        for number in 0..100 {
            let id = format!("wamid.limit.{round}.{number}");
            let status = self.send(server, &id, 50_000).await.status().as_u16();
            if status == 503 {
                return;
            }
            assert_eq!(status, 200, "{id}");
        }
        panic!("it is not full any more: {}", self.site.logged());
    }

    /// It lives, and says why it is not ready.
    async fn is_not_ready(&self, server: &Server, word: &str) {
        assert_eq!(server.get("/healthz").await.0, 200);
        let (status, text) = server.get("/readyz").await;
        assert_eq!(status, 503);
        assert_eq!(text, format!("not ready: {word}\n"));
        let (_, metrics) = server.get("/metrics").await;
        let counted = format!("uip_requests_refused_total{{reason=\"{word}\"}}");
        assert!(metrics.contains(&counted), "{metrics}");
        let logged = self.site.logged();
        assert!(logged.contains(REFUSED), "{logged}");
        assert!(logged.contains(&format!("reason=\"{word}\"")), "{logged}");
    }

    /// Small writes may work and large ones not: it does not say now this and
    /// now that.
    async fn stays_not_ready(&self, server: &Server, letters: usize) {
        for round in 0..4 {
            self.is_refused(server, &format!("wamid.large.{round}"), letters)
                .await;
            let (status, text) = server.get("/readyz").await;
            assert_eq!(status, 503, "{text}");
            // Longer than an answer of /readyz is kept.
            tokio::time::sleep(Duration::from_millis(1100)).await;
        }
        let logged = self.site.logged();
        assert!(!logged.contains(OVER), "{logged}");
    }

    /// What was refused is taken when it is sent again, and everything that
    /// was acknowledged is delivered once.
    async fn works_again(&self, server: Server, refused: &str, mut acknowledged: BTreeSet<String>) {
        assert_eq!(self.send(&server, refused, 5).await.status().as_u16(), 200);
        acknowledged.insert(refused.to_owned());
        until("all is delivered", || {
            self.engine.deliveries().len() >= acknowledged.len()
        })
        .await;
        until_ready(&server).await;
        assert!(self.site.logged().contains(OVER), "{}", self.site.logged());
        let keys: Vec<String> = self
            .engine
            .deliveries()
            .into_iter()
            .map(|it| it.key)
            .collect();
        assert_eq!(keys.len(), acknowledged.len(), "{keys:?}");
        assert_eq!(keys.into_iter().collect::<BTreeSet<_>>(), acknowledged);
        assert_eq!(server.terminate().code(), Some(0));
    }
}

async fn until_ready(server: &Server) {
    let ready = async {
        while server.get("/readyz").await.0 != 200 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), ready)
        .await
        .expect("it gets ready");
}

#[tokio::test]
async fn a_full_disk_is_told_and_used_again_when_there_is_room() {
    let scene = Scene::new().await;
    let disk = Disk::small(&scene.site);
    fills_up_and_has_room_again(&scene, &disk).await;
}

#[tokio::test]
async fn files_that_may_not_grow_are_told_and_used_again_when_they_may() {
    let scene = Scene::new().await;
    let disk = Disk::limited(&scene.site);
    fills_up_and_has_room_again(&scene, &disk).await;
}

async fn fills_up_and_has_room_again(scene: &Scene, disk: &Disk) {
    let server = disk.serve(&scene.site);
    let mut acknowledged = BTreeSet::new();
    for letters in [5, 300_000, 300_000] {
        let id = format!("wamid.{}", acknowledged.len());
        assert_eq!(
            scene.send(&server, &id, letters).await.status().as_u16(),
            200
        );
        acknowledged.insert(id);
    }
    disk.fill(&server);
    // Files have free space that is already allocated.
    let refused = loop {
        let id = format!("wamid.{}", acknowledged.len());
        let answer = scene.send(&server, &id, 50_000).await;
        if answer.status().as_u16() != 200 {
            assert_eq!(answer.headers()["Retry-After"], "5");
            break id;
        }
        acknowledged.insert(id);
        assert!(acknowledged.len() < 1000, "it never gets full");
    };
    scene.is_refused(&server, &refused, 50_000).await;
    scene.is_not_ready(&server, disk.word()).await;
    scene.stays_not_ready(&server, 50_000).await;
    disk.free(&server);
    scene.works_again(server, &refused, acknowledged).await;
}

#[tokio::test]
async fn a_limit_that_is_reached_is_told_by_readiness_and_by_the_log() {
    let scene = Scene::new().await;
    scene
        .site
        .change("[server]", "[inbox]\nmaxSizeMegabytes = 2\n\n[server]");
    let server = scene.site.serve();
    let mut stored = 0;
    while scene
        .send(&server, &format!("wamid.{stored}"), 50_000)
        .await
        .status()
        .as_u16()
        == 200
    {
        stored += 1;
        assert!(stored < 1000, "it never gets full");
    }
    scene.is_not_ready(&server, "store-full").await;
    for round in 0..20 {
        scene.is_refused_at_last(&server, round).await;
    }
    for round in 20..24 {
        scene.is_refused_at_last(&server, round).await;
        let (status, text) = server.get("/readyz").await;
        assert_eq!(status, 503, "{text}");
        // Longer than an answer of /readyz is kept.
        tokio::time::sleep(Duration::from_millis(1100)).await;
    }
    let (_, metrics) = server.get("/metrics").await;
    for name in ["uip_inbox_database_bytes ", "uip_inbox_wal_bytes "] {
        let line = metrics.lines().find(|line| line.starts_with(name));
        let bytes: u64 = line.expect(name)[name.len()..].parse().expect("a number");
        assert!(bytes <= 2 << 20, "{name}{bytes}");
    }
    assert_eq!(server.terminate().code(), Some(0));
    let logged = scene.site.logged();
    let lines = logged.matches(REFUSED).count();
    assert_eq!(lines, 1, "{logged}");
    assert!(logged.contains("maxSizeMegabytes"), "{logged}");
}

#[tokio::test]
async fn a_disk_that_fails_and_becomes_read_only_is_told_and_used_again_when_it_is_repaired() {
    let scene = Scene::new().await;
    let disk = Failing::new(&scene.site);
    let server = disk.serve(&scene.site);
    assert_eq!(
        scene.send(&server, "wamid.0", 5).await.status().as_u16(),
        200
    );
    until("it is delivered", || scene.engine.deliveries().len() == 1).await;
    disk.fail(&server);
    scene.is_refused(&server, "wamid.1", 2_000_000).await;
    Failing::read_only(&server);
    scene.is_refused(&server, "wamid.1", 5).await;
    scene.is_not_ready(&server, "store-read-only").await;
    disk.repair(&server);
    let acknowledged = BTreeSet::from(["wamid.0".to_owned()]);
    scene.works_again(server, "wamid.1", acknowledged).await;
}

#[tokio::test]
async fn a_database_that_another_process_has_locked_is_told_and_used_again_when_it_is_free() {
    let scene = Scene::new().await;
    let server = scene.site.serve();
    assert_eq!(
        scene.send(&server, "wamid.0", 5).await.status().as_u16(),
        200
    );
    until("it is delivered", || scene.engine.deliveries().len() == 1).await;
    let pending = ["events", "list", "--state", "pending"];
    until("it is written down", || {
        scene.site.json(&pending) == json!([])
    })
    .await;

    let file = scene.site.path().join("uip-inbox.sqlite");
    let other = rusqlite::Connection::open(file).expect("the inbox");
    until("it is locked", || {
        other.execute_batch("BEGIN EXCLUSIVE").is_ok()
    })
    .await;
    scene.is_refused(&server, "wamid.1", 5).await;
    scene.is_not_ready(&server, "store-locked").await;
    other.execute_batch("ROLLBACK").expect("the lock");
    let acknowledged = BTreeSet::from(["wamid.0".to_owned()]);
    scene.works_again(server, "wamid.1", acknowledged).await;
}
