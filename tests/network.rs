//! A connection that was never made: nothing was sent, and the answer says so.

use serde_json::{Value, json};
use tokio::net::TcpListener;
use uip_host::AllowedHosts;
use uip_whatsapp_tests::Scene;

async fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("an address").port()
}

fn error(response: &uip_host::Response) -> String {
    response
        .get("error")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn a_refused_connection_is_temporary_since_nothing_was_sent() {
    let url = format!("http://127.0.0.1:{}", closed_port().await);
    let scene = Scene::builder().property("apiBaseUrl", url).start().await;
    let response = scene.send_text().await;
    assert_eq!(
        response.failure(),
        Some("temporary-failure"),
        "{response:?}"
    );
    assert_eq!(response.get("code"), Some(&json!("connection-refused")));
    assert!(
        error(&response).to_lowercase().contains("nothing was sent"),
        "{response:?}"
    );
}

#[tokio::test]
async fn a_name_that_is_not_found_is_temporary_since_nothing_was_sent() {
    let scene = Scene::builder()
        .property("apiBaseUrl", "http://whatsapp.invalid")
        .start()
        .await;
    let response = scene.send_text().await;
    assert_eq!(
        response.failure(),
        Some("temporary-failure"),
        "{response:?}"
    );
    assert_eq!(response.get("category"), Some(&json!("network")));
    assert!(
        error(&response).to_lowercase().contains("nothing was sent"),
        "{response:?}"
    );
}

#[tokio::test]
async fn a_host_that_is_not_allowed_is_permanent_and_is_never_asked() {
    let scene = Scene::builder()
        .instance(|instance| instance.allowed_hosts(AllowedHosts::default()))
        .start()
        .await;
    let response = scene.send_text().await;
    assert_eq!(
        response.failure(),
        Some("permanent-failure"),
        "{response:?}"
    );
    assert_eq!(
        response.get("category"),
        Some(&json!("configuration")),
        "{response:?}"
    );
    assert_eq!(scene.sandbox.connections(), 0);
}

#[tokio::test]
async fn a_server_without_tls_is_a_failure_before_anything_was_sent() {
    let sandbox = uip_sandbox::Sandbox::start().await.expect("a sandbox");
    let url = sandbox.base_url().replace("http://", "https://");
    let scene = Scene::builder().property("apiBaseUrl", url).start().await;
    let response = scene.send_text().await;
    assert_ne!(
        response.failure(),
        Some("permanent-unknown-outcome"),
        "{response:?}"
    );
    assert!(!response.is_success());
    assert!(
        error(&response).to_lowercase().contains("nothing was sent"),
        "{response:?}"
    );
    assert_eq!(sandbox.sends().len(), 0);
}

#[tokio::test]
async fn many_sends_share_one_connection() {
    let scene = Scene::start().await;
    for _ in 0..20 {
        assert!(scene.send_text().await.is_success());
    }
    assert_eq!(scene.sandbox.connections(), 1);
}
