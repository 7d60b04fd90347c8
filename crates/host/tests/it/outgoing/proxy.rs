//! Requests through an HTTP proxy. Names that end in `.example` exist for the proxy alone.

use serde_json::{Value, json};
use uip_host::{Instance, Proxies, ProxyExceptions};

use super::{fetch, get, post};
use uip_testkit::tiny::{configure, tiny, tiny_through};
use uip_testkit::{Authority, CREDENTIALS, Connection, Server, TlsServer, Validity, proxy_to};

const HTTP: &str = "http://shop.example:8080";
const HTTPS: &str = "https://shop.example";

/// An instance that may reach `target`, through the proxy at this address.
fn through(proxy: &str, target: &str) -> Instance {
    let proxies = Proxies::all(proxy.parse().unwrap());
    configure(&tiny_through(proxies))
        .property("baseUrl", target)
        .build()
        .unwrap()
}

fn with_credentials(proxy: &Server) -> String {
    proxy.url().replace("http://", "http://Ada:open%2Dsesame@")
}

/// What came to the proxy: its first lines.
fn asked(proxy: &Server) -> Vec<String> {
    let requests = proxy.requests();
    let lines = requests
        .iter()
        .map(|request| request.head.lines().next().unwrap().to_owned());
    lines.collect()
}

fn says(error: &str, code: &str, words: &[&str]) {
    let (found, reason) = error
        .split_once(" Reason: ")
        .unwrap_or_else(|| panic!("no reason: {error}"));
    assert!(found.starts_with(code), "{error}");
    for word in words {
        assert!(reason.contains(word), "{word}: {error}");
    }
    for secret in ["Ada", "sesame", "QWRh"] {
        assert!(!error.contains(secret), "{error}");
    }
}

async fn secure() -> TlsServer {
    TlsServer::start(&Authority::new(), "shop.example", Validity::Now).await
}

#[tokio::test]
async fn a_plain_request_is_given_to_the_proxy_whole_with_the_credentials() {
    let proxy = proxy_to("127.0.0.1:9".parse().unwrap(), true).await;
    let instance = through(&with_credentials(&proxy), HTTP);
    for _ in 0..3 {
        let answer = post(&instance, &format!("{HTTP}/path?q=1"), "body")
            .await
            .unwrap();
        assert_eq!(answer["body"], "passed on");
    }
    let request = &proxy.requests()[0];
    let head = request.head.to_lowercase();
    assert!(
        head.starts_with("post http://shop.example:8080/path?q=1 http/1.1\r\n"),
        "{head}"
    );
    assert!(head.contains("\r\nhost: shop.example:8080\r\n"), "{head}");
    assert!(head.contains(&format!("\r\nproxy-authorization: {CREDENTIALS}\r\n").to_lowercase()));
    assert_eq!(request.body, b"body");
    assert_eq!((proxy.requests().len(), proxy.connections()), (3, 1));
}

/// Nobody trusts the target's authority here; see the command's own tests for a request that arrives.
#[tokio::test]
async fn an_https_request_goes_through_a_tunnel_that_ends_at_the_target() {
    let target = secure().await;
    let proxy = proxy_to(target.address(), true).await;
    let error = post(&through(&with_credentials(&proxy), HTTPS), HTTPS, "x")
        .await
        .unwrap_err();
    says(
        &error,
        "TlsCertificateError",
        &["certificate of shop.example", "SSL_CERT_FILE"],
    );
    assert_eq!(asked(&proxy), ["CONNECT shop.example:443 HTTP/1.1"]);
    assert!(
        proxy.requests()[0]
            .head
            .to_lowercase()
            .contains("\r\nhost: shop.example:443\r\n")
    );
    assert_eq!(target.handshakes(), 0);
}

#[tokio::test]
async fn a_refused_tunnel_is_told_with_the_proxys_status_and_nothing_was_sent() {
    let (permanent, temporary) = ("ConfigurationError", "DestinationUnavailable");
    for (status, more, code, words) in [
        (
            "407 Proxy Authentication Required",
            "",
            permanent,
            &["asks for a user and a password (407)"][..],
        ),
        (
            "407 Proxy Authentication Required",
            "proxy-authenticate: Negotiate\r\nproxy-authenticate: NTLM\r\n",
            permanent,
            &["it offers Negotiate, NTLM"],
        ),
        (
            "403 Forbidden",
            "",
            permanent,
            &["does not allow connections to shop.example:443 (403 Forbidden)"],
        ),
        ("405 Method Not Allowed", "", permanent, &["refused", "405"]),
        ("429 Too Many Requests", "", temporary, &["429"]),
        (
            "502 Bad Gateway",
            "",
            temporary,
            &["could not connect to shop.example:443 (502 Bad Gateway)"],
        ),
        ("503 Service Unavailable", "", temporary, &["503"]),
        ("504 Gateway Timeout", "", temporary, &["504"]),
        (
            "302 Found",
            "location: http://portal.example/\r\n",
            temporary,
            &["302"],
        ),
    ] {
        let proxy = Server::start(move |mut connection| async move {
            connection.request().await;
            let body = "<h1>no</h1>";
            connection
                .write(format!(
                    "HTTP/1.1 {status}\r\n{more}content-length: {}\r\n\r\n{body}",
                    body.len()
                ))
                .await;
            // Whatever else came would be the request.
            connection.request().await;
        })
        .await;
        let error = post(&through(&proxy.url(), HTTPS), HTTPS, "x")
            .await
            .unwrap_err();
        says(&error, code, words);
        says(&error, code, &[&format!("the proxy {}", proxy.url())]);
        assert_eq!(
            asked(&proxy),
            ["CONNECT shop.example:443 HTTP/1.1"],
            "{status}"
        );
    }
}

#[tokio::test]
async fn wrong_credentials_are_told_from_missing_ones() {
    let proxy = proxy_to("127.0.0.1:9".parse().unwrap(), true).await;
    let wrong = proxy.url().replace("http://", "http://Ada:sesame@");
    for target in [HTTP, HTTPS] {
        let error = post(&through(&wrong, target), target, "x")
            .await
            .unwrap_err();
        says(
            &error,
            "ConfigurationError",
            &["does not accept the user and password"],
        );
        let error = post(&through(&proxy.url(), target), target, "x")
            .await
            .unwrap_err();
        says(
            &error,
            "ConfigurationError",
            &["asks for a user and a password"],
        );
    }
}

/// What a proxy does that makes no connection.
#[derive(Clone, Copy, Debug)]
enum Fault {
    ResetAtOnce,
    CloseAtOnce,
    ResetAfterConnect,
    CloseAfterConnect,
    Garbage,
    EarlyBytes,
    EndlessHead,
}

async fn fail(mut connection: Connection, fault: Fault) {
    match fault {
        Fault::ResetAtOnce => connection.reset(),
        Fault::CloseAtOnce => drop(connection),
        Fault::ResetAfterConnect => {
            connection.request().await;
            connection.reset();
        }
        Fault::CloseAfterConnect => {
            connection.request().await;
        }
        Fault::Garbage => {
            connection.request().await;
            connection.write("SSH-2.0-OpenSSH_9.9\r\n\r\n").await;
            connection.is_closed_by_client().await;
        }
        Fault::EarlyBytes => {
            connection.request().await;
            connection.write("HTTP/1.1 200 OK\r\n\r\nHELLO").await;
            connection.is_closed_by_client().await;
        }
        Fault::EndlessHead => {
            connection.request().await;
            connection.write("HTTP/1.1 200 OK\r\n").await;
            for number in 0..20_000 {
                connection
                    .write(format!("x-{number}: {}\r\n", "y".repeat(100)))
                    .await;
            }
        }
    }
}

#[tokio::test]
async fn a_proxy_that_breaks_down_has_passed_nothing_on() {
    for fault in [
        Fault::ResetAtOnce,
        Fault::CloseAtOnce,
        Fault::ResetAfterConnect,
        Fault::CloseAfterConnect,
        Fault::Garbage,
        Fault::EarlyBytes,
        Fault::EndlessHead,
    ] {
        let proxy = Server::start(move |connection| fail(connection, fault)).await;
        let error = post(&through(&with_credentials(&proxy), HTTPS), HTTPS, "x")
            .await
            .unwrap_err();
        says(
            &error,
            "DestinationUnavailable",
            &[&format!("the proxy {}", proxy.url())],
        );
        assert!(
            asked(&proxy)
                .iter()
                .all(|line| line.starts_with("CONNECT ")),
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn a_proxy_that_cannot_be_reached_is_named() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://Ada:sesame@{}", listener.local_addr().unwrap())
    };
    for proxy in [
        closed.as_str(),
        "http://Ada:sesame@no-such-proxy.invalid:3128",
    ] {
        let shown = proxy.replace("Ada:sesame@", "");
        for target in [HTTP, HTTPS] {
            let error = post(&through(proxy, target), target, "x")
                .await
                .unwrap_err();
            says(
                &error,
                "DestinationUnavailable",
                &[&format!("the proxy {shown} cannot be reached")],
            );
        }
    }
}

#[tokio::test]
async fn a_proxy_that_stalls_is_a_connection_timeout_and_is_named() {
    let proxy = Server::start(|mut connection| async move {
        connection.request().await;
        std::future::pending::<()>().await;
    })
    .await;
    let request = json!({ "url": HTTPS, "body": "x", "connectTimeoutMs": 300 });
    let error = fetch(&through(&with_credentials(&proxy), HTTPS), request)
        .await
        .unwrap_err();
    says(
        &error,
        "ConnectionTimeout",
        &[&format!("through the proxy {}", proxy.url())],
    );
    assert_eq!(asked(&proxy), ["CONNECT shop.example:443 HTTP/1.1"]);
}

#[tokio::test]
async fn what_a_proxy_answers_to_a_plain_request_is_the_answer_unless_it_can_be_its_own_alone() {
    let proxy = Server::start(|mut connection| async move {
        connection.request().await;
        connection
            .write("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")
            .await;
    })
    .await;
    // It may have passed the request on: only the guest can say what that means.
    let answer = post(&through(&proxy.url(), HTTP), HTTP, "x").await.unwrap();
    assert_eq!(answer["httpStatus"], 502);
}

#[tokio::test]
async fn this_machine_and_excepted_hosts_are_reached_without_the_proxy() {
    let (server, proxy) = (
        Server::answering("direct").await,
        Server::answering("no").await,
    );
    let target = server.url();
    assert_eq!(
        get(&through(&proxy.url(), &target), &target).await.unwrap()["body"],
        "direct"
    );

    let proxies =
        Proxies::all(proxy.url().parse().unwrap()).except(ProxyExceptions::new("invalid"));
    let target = "http://excepted.invalid";
    let instance = configure(&tiny_through(proxies))
        .property("baseUrl", target)
        .build()
        .unwrap();
    let error = get(&instance, target).await.unwrap_err();
    assert!(error.starts_with("DnsError"), "{error}");
    assert_eq!(proxy.connections(), 0);
}

#[tokio::test]
async fn the_list_of_allowed_hosts_is_about_the_target() {
    let proxy = Server::answering("passed on").await;
    let instance = through(&proxy.url(), HTTP);
    assert!(get(&instance, HTTP).await.is_ok());
    for denied in ["http://other.example", &proxy.url()] {
        assert_eq!(
            get(&instance, denied).await,
            Err("HttpRequestDenied".to_owned())
        );
    }
    assert_eq!(asked(&proxy), [format!("GET {HTTP}/ HTTP/1.1")]);
}

#[tokio::test]
async fn a_host_that_is_not_told_of_a_proxy_uses_none() {
    let server = Server::answering("direct").await;
    let instance = configure(&tiny())
        .property("baseUrl", server.url())
        .build()
        .unwrap();
    let answer: Value = get(&instance, &server.url()).await.unwrap();
    assert_eq!(answer["body"], "direct");
    assert!(server.requests()[0].head.starts_with("GET / HTTP/1.1"));
}
