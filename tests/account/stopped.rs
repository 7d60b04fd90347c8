//! Calls that the host stops: whether something may have been sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use uip_host::{CallError, ExecutionCode, ExecutionFailure};
use uip_testkit::Scene;

fn stopped<T: std::fmt::Debug>(result: Result<T, CallError>) -> ExecutionFailure {
    match result {
        Err(CallError::Execution(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

/// A server in WhatsApp's place that never answers, and counts what it is
/// asked.
async fn silent_server() -> (String, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let app = axum::Router::new().fallback(move || {
        count.fetch_add(1, Ordering::SeqCst);
        std::future::pending::<String>()
    });
    tokio::spawn(async move {
        let _ = axum::serve(listener, app).await;
    });
    (base, asked)
}

#[tokio::test]
async fn a_question_that_was_stopped_sent_nothing() {
    let (base, asked) = silent_server().await;
    let scene = Scene::builder()
        .property("apiBaseUrl", base)
        .instance(|instance| instance.deadline(Duration::from_millis(500)))
        .start()
        .await;
    let request = json!({"mediaId": "17"});
    let failure = stopped(scene.whatsapp.call("getMedia", request.clone()).await);
    assert_eq!(failure.code, ExecutionCode::DeadlineExceeded);
    assert!(!failure.maybe_sent, "{failure}");
    let failure = stopped(scene.whatsapp.call("deleteMedia", request).await);
    assert!(failure.maybe_sent, "{failure}");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}
