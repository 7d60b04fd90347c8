//! Which hosts a guest may reach.

use serde_json::json;
use uip_host::Adapter;
use uip_host::manifest::Manifest;

use super::{fetch, get};
use uip_testkit::Server;
use uip_testkit::tiny::{configure, host, tiny, tiny_component, tiny_manifest};

#[tokio::test]
async fn the_hosts_of_url_properties_are_allowed_and_no_others() {
    let (server, other) = (
        Server::answering("yes").await,
        Server::answering("no").await,
    );
    let instance = configure(&tiny())
        .property("baseUrl", format!("{}/base", server.url()))
        .build()
        .unwrap();
    assert_eq!(get(&instance, &server.url()).await.unwrap()["body"], "yes");
    assert_eq!(
        get(&instance, &other.url()).await,
        Err("HttpRequestDenied".to_owned())
    );
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_default_value_counts_too_and_not_for_another_scheme() {
    let instance = configure(&tiny()).build().unwrap();
    let allowed: Vec<String> = instance
        .allowed_hosts()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(allowed, ["https://tiny.example.com"]);
    for url in [
        "http://tiny.example.com",
        "http://tiny.example.com:443",
        "https://tiny.example.com:444",
    ] {
        assert_eq!(
            get(&instance, url).await,
            Err("HttpRequestDenied".to_owned()),
            "{url}"
        );
    }
}

#[tokio::test]
async fn the_manifest_names_more_hosts_where_it_must() {
    let server = Server::answering("yes").await;
    let manifest = manifest_with_host(&server.url());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("adapter.json");
    std::fs::write(&path, manifest).unwrap();
    let adapter = Adapter::from_files(&host(), tiny_component(), &path).unwrap();
    let instance = configure(&adapter).build().unwrap();
    assert_eq!(get(&instance, &server.url()).await.unwrap()["body"], "yes");
    assert_eq!(
        get(&instance, "http://127.0.0.1:9").await,
        Err("HttpRequestDenied".to_owned())
    );
}

#[test]
fn a_manifest_that_names_no_host_there_is_refused() {
    for text in ["", "https://example.com/path", "ftp://example.com"] {
        assert!(
            Manifest::from_json(&manifest_with_host(text)).is_err(),
            "{text}"
        );
    }
}

fn manifest_with_host(host: &str) -> String {
    let text = std::fs::read_to_string(tiny_manifest()).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    manifest["outgoingHosts"] = json!([host]);
    manifest.to_string()
}

#[tokio::test]
async fn a_list_of_hosts_replaces_the_default() {
    let (server, other) = (
        Server::answering("yes").await,
        Server::answering("no").await,
    );
    let instance = configure(&tiny())
        .property("baseUrl", server.url())
        .allowed_hosts([other.url().parse().unwrap()].into_iter().collect())
        .build()
        .unwrap();
    assert_eq!(get(&instance, &other.url()).await.unwrap()["body"], "no");
    assert_eq!(
        get(&instance, &server.url()).await,
        Err("HttpRequestDenied".to_owned())
    );
}

#[tokio::test]
async fn a_guest_that_writes_a_large_body_to_a_denied_host_learns_that_it_is_denied() {
    let instance = configure(&tiny()).build().unwrap();
    let url = "http://127.0.0.1:9";
    let request = json!({ "url": url, "body": "x".repeat(3 << 20), "mindWriteErrors": true });
    assert_eq!(
        fetch(&instance, request).await,
        Err("HttpRequestDenied".to_owned())
    );
}
