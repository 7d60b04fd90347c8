//! Calls whose future is dropped before they end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tokio::sync::Notify;
use uip_host::{Adapter, Event, Host, Refusal};

use uip_testkit::Server;
use uip_testkit::tiny::{cache_dir, call, configure, tiny, tiny_component, tiny_manifest};

/// The adapter in a host that runs one guest at a time.
fn alone() -> Adapter {
    let host = Host::builder()
        .cache_dir(cache_dir())
        .guests(1)
        .build()
        .unwrap();
    Adapter::from_files(&host, tiny_component(), tiny_manifest()).unwrap()
}

#[tokio::test]
async fn a_request_that_had_left_is_not_sent_again_and_the_guest_is_discarded() {
    let (arrived, closed) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let signals = (Arc::clone(&arrived), Arc::clone(&closed));
    let server = Server::start(move |mut connection| {
        let (arrived, closed) = signals.clone();
        async move {
            connection.request().await;
            arrived.notify_one();
            if connection.is_closed_by_client().await {
                closed.notify_one();
            }
        }
    })
    .await;
    let instance = configure(&alone())
        .property("baseUrl", server.url())
        .build()
        .unwrap();
    let calls_in_guest = || async { call(&instance, "misbehave", json!({ "how": "not" })).await };
    assert_eq!(calls_in_guest().await["calls"], 1);
    assert_eq!(calls_in_guest().await["calls"], 2);

    tokio::select! {
        answer = instance.call("fetch", json!({ "url": server.url(), "body": "x" })) => {
            panic!("nobody answered: {answer:?}")
        }
        () = arrived.notified() => {}
    }

    closed.notified().await;
    // The only permit is free again, and the guest is a new one.
    assert_eq!(calls_in_guest().await["calls"], 1);
    assert_eq!((server.requests().len(), server.connections()), (1, 1));
}

#[tokio::test]
async fn an_event_that_the_sink_was_taking_is_emitted_again_by_the_next_call() {
    let begun = Arc::new(Notify::new());
    let ids = Arc::new(Mutex::new(Vec::new()));
    let is_first = Arc::new(AtomicBool::new(true));
    let sink = {
        let (begun, ids) = (Arc::clone(&begun), Arc::clone(&ids));
        move |event: Event| {
            let (begun, ids) = (Arc::clone(&begun), Arc::clone(&ids));
            let is_first = Arc::clone(&is_first);
            async move {
                ids.lock().unwrap().push(event.id);
                if is_first.swap(false, Ordering::SeqCst) {
                    begun.notify_one();
                    std::future::pending::<()>().await;
                }
                Ok::<(), Refusal>(())
            }
        }
    };
    let instance = configure(&tiny()).events(sink).build().unwrap();
    let request = json!({ "id": "e", "count": 1, "payload": "{}" });
    tokio::select! {
        answer = instance.call("emitThings", request.clone()) => {
            panic!("the sink has not taken it: {answer:?}")
        }
        () = begun.notified() => {}
    }

    let answer = call(&instance, "emitThings", request).await;
    assert_eq!(answer["status"], "success");
    let ids = ids.lock().unwrap();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}
