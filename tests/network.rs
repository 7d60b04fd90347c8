//! A connection that was never made: nothing was sent, and the answer says so.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use uip_host::{AllowedHosts, Proxies};
use uip_testkit::Scene;

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
    assert!(
        error(&response).contains("does not speak TLS"),
        "{response:?}"
    );
    assert_eq!(sandbox.sends().len(), 0);
}

/// A proxy that answers everything with this status; its address.
async fn refusing_proxy(status: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 4096];
            let read = stream.read(&mut head).await.unwrap_or_default();
            assert!(head[..read].starts_with(b"CONNECT graph.facebook.com:443 HTTP/1.1"));
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
            // A client that has gone sees nothing.
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    format!("http://{address}")
}

/// What becomes of a text to Meta through this proxy.
async fn through(proxy: &str) -> uip_host::Response {
    let proxies = Proxies::all(proxy.parse().expect("a proxy's address"));
    let scene = Scene::builder()
        .property("apiBaseUrl", "https://graph.facebook.com")
        .host(|host| host.proxies(proxies))
        .start()
        .await;
    scene.send_text().await
}

#[tokio::test]
async fn a_proxy_that_does_not_connect_is_named_and_nothing_was_sent() {
    let closed = format!("http://127.0.0.1:{}", closed_port().await);
    let (permanent, temporary) = ("permanent-failure", "temporary-failure");
    for (proxy, failure, code, said) in [
        (
            refusing_proxy("407 Proxy Authentication Required").await,
            permanent,
            "engine-misconfigured",
            "asks for a user and a password",
        ),
        (
            refusing_proxy("403 Forbidden").await,
            permanent,
            "engine-misconfigured",
            "does not allow connections to graph.facebook.com:443",
        ),
        (
            refusing_proxy("502 Bad Gateway").await,
            temporary,
            "destination-unreachable",
            "502 Bad Gateway",
        ),
        (
            closed,
            temporary,
            "destination-unreachable",
            "cannot be reached",
        ),
    ] {
        let response = through(&proxy).await;
        assert_eq!(response.failure(), Some(failure), "{response:?}");
        assert_eq!(response.get("code"), Some(&json!(code)), "{response:?}");
        let error = error(&response);
        for part in [
            "Nothing was sent. Reason: ",
            &format!("the proxy {proxy}"),
            said,
        ] {
            assert!(error.contains(part), "{error}");
        }
    }
}

/// A reset that comes early can meet the client before, while or after it
/// writes, so this takes several tries.
#[tokio::test]
async fn of_a_plain_connection_that_is_reset_no_word_of_tls_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            stream
                .set_zero_linger()
                .expect("a socket that can be reset");
        }
    });
    let scene = Scene::builder().property("apiBaseUrl", url).start().await;
    for _ in 0..60 {
        let response = scene.send_text().await;
        let code = response
            .get("code")
            .and_then(Value::as_str)
            .unwrap_or_default();
        assert!(
            ["connection-refused", "connection-cut"].contains(&code),
            "{response:?}"
        );
        let all = format!("{response:?}").to_lowercase();
        assert!(
            !all.contains("tls") && !all.contains("encrypt"),
            "{response:?}"
        );
    }
}

#[tokio::test]
async fn many_sends_share_one_connection() {
    let scene = Scene::start().await;
    for _ in 0..20 {
        assert!(scene.send_text().await.is_success());
    }
    assert_eq!(scene.sandbox.connections(), 1);
}
