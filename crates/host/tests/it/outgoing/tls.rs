//! Servers that cannot be trusted, or do not speak TLS. Nothing is sent to
//! them.

use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::{fetch, post};
use uip_host::{Adapter, Host, RootCertificates};
use uip_testkit::tiny::{cache_dir, configure, tiny, tiny_component, tiny_manifest};
use uip_testkit::{Authority, Server, TlsServer, Validity};

fn https(server: &Server) -> String {
    server.url().replace("http://", "https://")
}

#[tokio::test]
async fn a_server_that_answers_in_plain_text_is_a_tls_error() {
    let server = Server::start(|mut connection| async move {
        connection
            .write("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
            .await;
        connection.is_closed_by_client().await;
    })
    .await;
    let instance = configure(&tiny())
        .property("baseUrl", https(&server))
        .build()
        .unwrap();
    let error = post(&instance, &https(&server), "x").await.unwrap_err();
    assert!(
        error.starts_with("TlsProtocolError Reason: no TLS connection to 127.0.0.1"),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_that_closes_in_the_handshake_is_a_tls_error() {
    let server = Server::start(|connection| async move { drop(connection) }).await;
    let instance = configure(&tiny())
        .property("baseUrl", https(&server))
        .build()
        .unwrap();
    let error = post(&instance, &https(&server), "x").await.unwrap_err();
    assert!(
        error.starts_with("TlsProtocolError Reason: no TLS connection to 127.0.0.1"),
        "{error}"
    );
}

#[tokio::test]
async fn a_handshake_without_end_is_a_connection_timeout() {
    let server = Server::start(|mut connection| async move {
        let _ = connection.is_closed_by_client().await;
        std::future::pending::<()>().await;
    })
    .await;
    let instance = configure(&tiny())
        .property("baseUrl", https(&server))
        .build()
        .unwrap();
    let request = json!({ "url": https(&server), "body": "x", "connectTimeoutMs": 300 });
    assert_eq!(
        fetch(&instance, request).await,
        Err("ConnectionTimeout".to_owned())
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_a_certificate_error() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        TlsAcceptor::from(Arc::new(config))
            .accept(stream)
            .await
            .is_err()
    });
    let instance = configure(&tiny())
        .property("baseUrl", url.as_str())
        .build()
        .unwrap();
    let error = post(&instance, &url, "x").await.unwrap_err();
    assert!(error.starts_with("TlsCertificateError Reason: "), "{error}");
    assert!(server.await.unwrap(), "the handshake must not succeed");
}

#[tokio::test]
async fn a_server_of_an_authority_that_the_host_was_given_is_trusted() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, "localhost", Validity::Now).await;
    let url = format!("https://localhost:{}", server.address().port());
    let host = Host::builder()
        .cache_dir(cache_dir())
        .root_certificates(RootCertificates::from_pem(authority.pem()).unwrap())
        .build()
        .unwrap();
    let adapter = Adapter::from_files(&host, tiny_component(), tiny_manifest()).unwrap();
    let instance = configure(&adapter)
        .property("baseUrl", url.as_str())
        .build()
        .unwrap();
    let response = post(&instance, &url, "x").await.unwrap();
    assert_eq!(response["body"], "secure");
    assert_eq!(server.handshakes(), 1);
}
