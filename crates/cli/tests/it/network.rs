//! Proxies and certificates, from the environment and from `uip.toml`.

use serde_json::Value;

use super::{Shell, tiny_config};
use uip_testkit::tiny::KEY;
use uip_testkit::{Authority, Server, TlsServer, Validity, proxy_to};

const NAME: &str = "shop.example";
const TARGET: &str = "https://shop.example";

/// With this section `[host]`, and the adapter's address.
fn shell(host: &str, target: &str) -> Shell {
    let adapter = tiny_config(&format!("accessKey = \"{KEY}\"\nbaseUrl = \"{target}\""));
    Shell::with(&format!("{host}\n{adapter}"))
}

/// Calls `fetch` and gives its answer.
fn fetch(shell: &Shell, target: &str, environment: &[(&str, &str)]) -> Value {
    // Of the machine that the tests run on nothing counts.
    let mut clean: Vec<(&str, &str)> = [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "no_proxy",
        "NO_PROXY",
        "SSL_CERT_DIR",
    ]
    .map(|name| (name, ""))
    .to_vec();
    clean.extend_from_slice(environment);
    let url = format!("url={target}");
    let outcome = shell.uip_with(
        &["call", "fetch", "--set", &url, "--set", "body=x"],
        "",
        &clean,
    );
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{outcome:?}"))
}

fn path_of(shell: &Shell, name: &str, content: &str) -> String {
    shell.write(name, content);
    shell.folder.path().join(name).display().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_private_authority_is_trusted_by_file_or_by_folder() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, "localhost", Validity::Now).await;
    let target = format!("https://localhost:{}", server.address().port());
    let shell = shell("", &target);
    let file = path_of(&shell, "root.pem", authority.pem());
    std::fs::create_dir(shell.folder.path().join("roots")).unwrap();
    path_of(&shell, "roots/any-name.pem", authority.pem());
    let folder = shell.folder.path().join("roots").display().to_string();
    for variable in [
        ("SSL_CERT_FILE", file.as_str()),
        ("SSL_CERT_DIR", folder.as_str()),
    ] {
        assert_eq!(
            fetch(&shell, &target, &[variable])["body"],
            "secure",
            "{variable:?}"
        );
    }
    assert_eq!(server.handshakes(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_a_certificate_is_said_in_the_error() {
    let (authority, other) = (Authority::new(), Authority::new());
    for (name, validity, trusted, said) in [
        (
            "localhost",
            Validity::Past,
            authority.pem(),
            "the certificate of localhost expired on Wed, 03 Feb 2021",
        ),
        (
            "localhost",
            Validity::Future,
            authority.pem(),
            "is not valid before Sun, 01 Jan 2119",
        ),
        (
            "other.example",
            Validity::Now,
            authority.pem(),
            "is for other.example, not for localhost",
        ),
        (
            "localhost",
            Validity::Now,
            other.pem(),
            "an authority that is not trusted here",
        ),
        (
            "localhost",
            Validity::Now,
            "junk",
            "there is no certificate in PEM form",
        ),
    ] {
        let server = TlsServer::start(&authority, name, validity).await;
        let target = format!("https://localhost:{}", server.address().port());
        let shell = shell("", &target);
        let file = path_of(&shell, "root.pem", trusted);
        let answer = fetch(&shell, &target, &[("SSL_CERT_FILE", &file)]);
        let error = answer["error"].as_str().unwrap();
        assert!(
            error.starts_with("TlsCertificateError Reason: ") && error.contains(said),
            "{error}"
        );
        assert_eq!(server.handshakes(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_authorities_that_is_missing_is_named() {
    let server = TlsServer::start(&Authority::new(), "localhost", Validity::Now).await;
    let target = format!("https://localhost:{}", server.address().port());
    let missing = "/nowhere/roots.pem";
    let answer = fetch(&shell("", &target), &target, &[("SSL_CERT_FILE", missing)]);
    let error = answer["error"].as_str().unwrap();
    assert!(
        error.contains("SSL_CERT_FILE and SSL_CERT_DIR name nothing") && error.contains(missing),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_is_taken_from_the_environment_or_the_file_and_a_request_arrives() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, NAME, Validity::Now).await;
    let proxy = proxy_to(server.address(), true).await;
    let address = proxy.url().replace("http://", "http://Ada:open-sesame@");
    let closed = "http://127.0.0.1:9";
    let from_file = format!("[host]\nproxy = \"{address}\"");
    let mut arrived = 0;
    for (host, variables) in [
        ("", &[("HTTPS_PROXY", address.as_str())][..]),
        ("", &[("https_proxy", &address), ("HTTPS_PROXY", closed)]),
        ("", &[("ALL_PROXY", &address)]),
        (&from_file, &[("HTTPS_PROXY", closed)]),
        (
            "[host]\nproxy = { env = \"PROXY_OF_TEST\" }",
            &[("PROXY_OF_TEST", &address)],
        ),
        ("[host]\nproxy = { file = \"proxy.txt\" }", &[]),
    ] {
        let shell = shell(host, TARGET);
        shell.write("proxy.txt", format!("{address}\n"));
        let file = path_of(&shell, "root.pem", authority.pem());
        let environment = [variables, &[("SSL_CERT_FILE", file.as_str())]].concat();
        assert_eq!(
            fetch(&shell, TARGET, &environment)["body"],
            "secure",
            "{host} {variables:?}"
        );
        arrived += 1;
        assert_eq!(server.handshakes(), arrived);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_is_passed_by_where_it_is_not_wanted() {
    let proxy = Server::answering("no").await;
    let all = ("ALL_PROXY", proxy.url());
    for (host, no_proxy) in [
        ("", "invalid"),
        ("", "*"),
        ("[host]\nnoProxy = [\"invalid\"]", ""),
        ("[host]\nproxy = \"none\"", ""),
    ] {
        let target = "https://shop.invalid";
        let environment = [(all.0, all.1.as_str()), ("NO_PROXY", no_proxy)];
        let answer = fetch(&shell(host, target), target, &environment);
        let error = answer["error"].as_str().unwrap();
        assert!(error.starts_with("DnsError"), "{host} {no_proxy}: {error}");
    }
    assert_eq!(proxy.connections(), 0);
}

#[test]
fn an_address_that_is_none_is_a_mistake_and_is_not_shown() {
    for (host, environment, said) in [
        (
            "[host]\nproxy = \"ftp://Ada:open-sesame@proxy.example\"",
            &[][..],
            "error: host.proxy: expected a proxy's address",
        ),
        (
            "[host]\nproxy = 3128",
            &[],
            "error: host.proxy: is a number, not text, { env",
        ),
        (
            "[host]\nproxy = { env = \"NOT_SET_HERE\" }",
            &[],
            "error: host.proxy: the environment variable NOT_SET_HERE",
        ),
        (
            "[host]\nnoProxy = \"a.example\"",
            &[],
            "error: host.noProxy: is text, not a list of texts",
        ),
        (
            "[host]\nnoProxy = [1]",
            &[],
            "error: host.noProxy[0]: is a number, not text",
        ),
        (
            "",
            &[("https_proxy", "ftp://Ada:open-sesame@p")],
            "error: the environment variable https_proxy: expected",
        ),
    ] {
        let shell = shell(host, TARGET);
        for verb in [&["check"][..], &["call", "greet"]] {
            let outcome = shell.uip_with(verb, "", environment);
            assert_eq!(outcome.code, 2, "{outcome:?}");
            assert!(outcome.stderr.starts_with(said), "{outcome:?}");
            assert!(!outcome.stderr.contains("sesame"), "{outcome:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_does_not_show_the_proxys_password() {
    let proxy = proxy_to("127.0.0.1:9".parse().unwrap(), false).await;
    let address = proxy.url().replace("http://", "http://Ada:open-sesame@");
    let shell = shell("", "http://shop.example");
    let arguments = [
        "-vv",
        "call",
        "fetch",
        "--set",
        "url=http://shop.example",
        "--set",
        "body=x",
    ];
    let outcome = shell.uip_with(&arguments, "", &[("http_proxy", &address)]);
    assert!(outcome.stdout.contains("passed on"), "{outcome:?}");
    for secret in ["sesame", "QWRh"] {
        assert!(!outcome.stderr.contains(secret), "{outcome:?}");
    }
}
