//! The host's memory for files, which all calls share: each byte of a file
//! takes as much there as any value.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tokio::sync::Notify;
use uip_host::{CallError, ExecutionCode, ExecutionFailure, Instance, Val};
use uip_testkit::{Scene, SceneBuilder};

use crate::asked;

const MB: usize = 1024 * 1024;
const FILE: usize = MB;

/// In a host with room for two files.
fn room_for_two() -> SceneBuilder {
    Scene::builder().host(|host| host.max_values((2 * FILE + FILE / 2) * size_of::<Val>()))
}

fn upload(size: usize) -> Value {
    json!({"content": BASE64_STANDARD.encode(vec![7; size]), "mimeType": "application/pdf"})
}

fn stopped<T: std::fmt::Debug>(result: Result<T, CallError>) -> ExecutionFailure {
    match result {
        Err(CallError::Execution(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

/// Another instance in the same host, which waits no longer than this.
fn impatient(scene: &Scene, base: &str, deadline: Duration) -> Instance {
    let builder = scene.whatsapp.adapter().configure("impatient");
    builder
        .property("authenticationToken", scene.sandbox.token())
        .property("apiVersion", "v25.0")
        .property("phoneNumberId", scene.sandbox.phone_number_id())
        .property("apiBaseUrl", base)
        .deadline(deadline)
        .build()
        .expect("properties that fit")
}

/// A server in WhatsApp's place that holds each upload up until it is told to
/// go on.
struct Slow {
    base: String,
    /// One more upload is there.
    arrived: Arc<Notify>,
    go_on: Arc<Notify>,
    at_once: Arc<AtomicUsize>,
    most_at_once: Arc<AtomicUsize>,
    server: tokio::task::JoinHandle<()>,
}

impl Slow {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let mut slow = Self {
            base: format!("http://{}", listener.local_addr().expect("an address")),
            arrived: Arc::default(),
            go_on: Arc::default(),
            at_once: Arc::default(),
            most_at_once: Arc::default(),
            server: tokio::spawn(async {}),
        };
        let (arrived, go_on) = (Arc::clone(&slow.arrived), Arc::clone(&slow.go_on));
        let (at_once, most) = (Arc::clone(&slow.at_once), Arc::clone(&slow.most_at_once));
        let answer = move |_: bytes::Bytes| {
            let (arrived, go_on) = (Arc::clone(&arrived), Arc::clone(&go_on));
            let (at_once, most) = (Arc::clone(&at_once), Arc::clone(&most));
            async move {
                most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                arrived.notify_one();
                go_on.notified().await;
                at_once.fetch_sub(1, Ordering::SeqCst);
                json!({"id": "17"}).to_string()
            }
        };
        let app = axum::Router::new()
            .fallback(answer)
            .layer(axum::extract::DefaultBodyLimit::disable());
        slow.server = tokio::spawn(async move {
            let _ = axum::serve(listener, app).await;
        });
        slow
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        self.server.abort();
    }
}

#[tokio::test]
async fn a_file_for_which_there_is_never_room_is_refused_and_nothing_is_sent() {
    let scene = room_for_two().start().await;
    let result = scene.whatsapp.call("uploadMedia", upload(3 * FILE)).await;
    let Err(CallError::InvalidRequest(mistakes)) = result else {
        panic!("{result:?}");
    };
    assert_eq!(
        mistakes.to_string(),
        "content: too large for this host: about 3145728 bytes, at most 2621440 are taken; \
         `maxValues` in `[host]` raises that, and must be 40 times as large as the largest file"
    );
    assert_eq!(asked(&scene), [] as [&str; 0]);
}

#[tokio::test]
async fn a_download_that_is_too_large_says_so_and_that_a_repeat_cannot_help() {
    let scene = room_for_two().start().await;
    let hosted = |size| {
        let file = vec![7; size];
        json!({"mediaId": scene.sandbox.host_media("application/pdf", file)})
    };
    let all_the_room = 2 * FILE + FILE / 2;
    let response = scene.call("downloadMedia", hosted(all_the_room)).await;
    assert!(response.is_success(), "{:?}", response.get("error"));
    let request = hosted(all_the_room + FILE / 2);
    let failure = stopped(scene.whatsapp.call("downloadMedia", request).await);
    assert_eq!(
        failure.to_json(),
        json!({
            "status": "failure", "failure": "execution-failed", "retryable": false, "code": "value-too-large",
            "error": "the adapter answered with more than the 2621440 bytes that this host takes; ask for less, \
                      or raise `maxValues` in `[host]`, which must be 40 times as large as the largest file; \
                      nothing was sent, and a repeat cannot help"
        })
    );
}

#[tokio::test]
async fn uploads_wait_for_room_and_all_of_them_succeed() {
    let slow = Slow::start().await;
    let scene = room_for_two()
        .property("apiBaseUrl", slow.base.as_str())
        .start()
        .await;
    let uploads: Vec<_> = (0..5)
        .map(|_| {
            let whatsapp = scene.whatsapp.clone();
            tokio::spawn(async move { whatsapp.call("uploadMedia", upload(FILE)).await })
        })
        .collect();
    for _ in 0..5 {
        slow.arrived.notified().await;
        slow.go_on.notify_one();
    }
    for upload in uploads {
        let response = upload.await.expect("no panic").expect("an answer");
        assert!(response.is_success(), "{response:?}");
    }
    assert!(slow.most_at_once.load(Ordering::SeqCst) <= 2);
}

#[tokio::test]
async fn an_upload_that_finds_no_room_within_its_deadline_may_be_tried_again() {
    let slow = Slow::start().await;
    let scene = room_for_two()
        .property("apiBaseUrl", slow.base.as_str())
        .start()
        .await;
    let impatient = impatient(&scene, &slow.base, Duration::from_millis(100));
    let whatsapp = scene.whatsapp.clone();
    let first = tokio::spawn(async move { whatsapp.call("uploadMedia", upload(2 * FILE)).await });
    slow.arrived.notified().await;

    let failure = stopped(impatient.call("uploadMedia", upload(FILE)).await);
    assert_eq!(failure.code, ExecutionCode::Overloaded);
    assert!(failure.is_retryable());
    assert_eq!(
        failure.to_string(),
        "the files of other calls took all the memory that this host has for them, longer than 100ms; \
         nothing was sent, so it is safe to try again"
    );
    assert_eq!(slow.most_at_once.load(Ordering::SeqCst), 1);
    slow.go_on.notify_one();
    let first = first.await.expect("no panic").expect("an answer");
    assert!(first.is_success(), "{first:?}");
}

#[tokio::test]
async fn a_download_that_finds_no_room_for_its_answer_may_be_tried_again() {
    let slow = Slow::start().await;
    let scene = room_for_two()
        .property("apiBaseUrl", slow.base.as_str())
        .start()
        .await;
    let downloads = impatient(&scene, &scene.sandbox.base_url(), Duration::from_secs(3));
    let request = json!({"mediaId": scene.sandbox.host_media("application/pdf", vec![7; 1000])});
    let whatsapp = scene.whatsapp.clone();
    let upload = tokio::spawn(async move { whatsapp.call("uploadMedia", upload(2 * FILE)).await });
    slow.arrived.notified().await;

    let failure = stopped(downloads.call("downloadMedia", request.clone()).await);
    assert_eq!(failure.code, ExecutionCode::Overloaded);
    assert!(failure.is_retryable());
    slow.go_on.notify_one();
    let upload = upload.await.expect("no panic").expect("an answer");
    assert!(upload.is_success(), "{upload:?}");
    let response = downloads.call("downloadMedia", request).await;
    assert!(response.expect("an answer").is_success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn downloads_share_the_room_and_all_of_them_succeed() {
    let scene = room_for_two().start().await;
    let id = scene.sandbox.host_media("application/pdf", vec![7; FILE]);
    let downloads: Vec<_> = (0..6)
        .map(|_| {
            let (whatsapp, request) = (scene.whatsapp.clone(), json!({"mediaId": id}));
            tokio::spawn(async move { whatsapp.call("downloadMedia", request).await })
        })
        .collect();
    for download in downloads {
        let response = download.await.expect("no panic").expect("an answer");
        assert!(response.is_success(), "{:?}", response.get("error"));
    }
}

#[tokio::test]
async fn a_question_that_was_stopped_sent_nothing() {
    let slow = Slow::start().await;
    let scene = Scene::builder()
        .property("apiBaseUrl", slow.base.as_str())
        .instance(|instance| instance.deadline(Duration::from_millis(500)))
        .start()
        .await;
    let request = json!({"mediaId": "17"});
    let failure = stopped(scene.whatsapp.call("getMedia", request.clone()).await);
    assert_eq!(failure.code, ExecutionCode::DeadlineExceeded);
    assert!(!failure.maybe_sent, "{failure}");
    let failure = stopped(scene.whatsapp.call("deleteMedia", request).await);
    assert!(failure.maybe_sent, "{failure}");
    assert_eq!(slow.at_once.load(Ordering::SeqCst), 2);
}
