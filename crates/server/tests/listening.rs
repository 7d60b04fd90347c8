//! What is served where.

mod support;

use http::StatusCode;
use support::adapters::{message, notification};
use support::host::Host;
use support::sender::Sender;

const OPERATIONS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

async fn status(url: String) -> StatusCode {
    reqwest::get(url).await.unwrap().status()
}

#[tokio::test]
async fn operations_are_served_beside_the_triggers_if_nothing_else_is_said() {
    let host = Host::start("").await;
    assert_eq!(host.running.operations_addr(), None);
    for path in OPERATIONS {
        assert_eq!(host.get(path).await.0, 200, "{path}");
    }
}

#[tokio::test]
async fn operations_with_an_address_of_their_own_are_served_there_alone_and_nothing_else_is() {
    let settings =
        "[server]\noperationsListen = \"127.0.0.1:0\"\ncommandsToken = { env = \"TOKEN\" }";
    let host = Host::start(settings).await;
    let body = notification(&[message("m1", "39")]);
    assert_eq!(host.sender().send(body.clone()).await, StatusCode::OK);
    let operations = host.running.operations_addr().unwrap();
    assert_ne!(operations, host.address());
    for path in OPERATIONS {
        let there = status(format!("http://{operations}{path}")).await;
        assert_eq!(there, StatusCode::OK, "{path}");
        assert_eq!(host.get(path).await.0, 404, "{path}");
    }
    assert_eq!(host.get("/openapi.json").await.0, 401);
    let there = status(format!("http://{operations}/openapi.json")).await;
    assert_eq!(there, StatusCode::NOT_FOUND);
    let there = Sender::new(operations, "shop").send(body).await;
    assert_eq!(there, StatusCode::NOT_FOUND);
    let counted = reqwest::get(format!("http://{operations}/metrics"));
    let counted = counted.await.unwrap().text().await.unwrap();
    assert!(
        counted.contains("uip_notifications_received_total{trigger=\"shop\"} 1"),
        "{counted}"
    );
    let folder = host.stop().await;
    assert!(folder.path().exists());
    let gone = reqwest::get(format!("http://{operations}/healthz")).await;
    assert!(gone.is_err(), "it is shut down too");
}
