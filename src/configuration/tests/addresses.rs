//! Base URLs.

use proptest::prelude::*;

use super::mistake;
use crate::configuration::base_url;
use uip_kit::http::Scheme;

#[test]
fn a_base_url_is_scheme_host_and_optional_port() {
    for (url, scheme, authority) in [
        (
            "https://graph.facebook.com",
            Scheme::Https,
            "graph.facebook.com",
        ),
        ("http://127.0.0.1:8080/", Scheme::Http, "127.0.0.1:8080"),
        ("HTTP://Sandbox:1", Scheme::Http, "sandbox:1"),
        ("https://[::1]:8443", Scheme::Https, "[::1]:8443"),
        ("https://[::1]/", Scheme::Https, "[::1]"),
    ] {
        let parsed = base_url::parse(url).unwrap();
        assert_eq!((parsed.scheme(), parsed.authority()), (scheme, authority));
    }
    for bad in [
        "graph.facebook.com",
        "ftp://a",
        "https://",
        "https:///",
        "https://a/b",
        "https://a//",
        "https://a?b",
        "https://a#b",
        "https://a b",
        "https://a:",
        "https://a:0",
        "https://a:65536",
        "https://a:+1",
        "https://a\\b",
        "https://[::1",
        "https://[x]",
        "https://a..b",
        "https://ä.de",
        "https://a\n.b",
        "",
    ] {
        let failure = mistake(base_url::parse(bad));
        assert_eq!(failure.code, "invalid-api-base-url", "{bad}");
        assert!(failure.error.contains("apiBaseUrl"));
    }
    let failure = mistake(base_url::parse("https://me:pass@a"));
    assert!(!failure.error.contains("pass@"));
}

#[test]
fn a_host_that_the_url_standard_reads_as_another_is_refused() {
    for host in [
        "08",
        "1",
        "0",
        "127.1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "256.1.1.1",
        "0x7f.1",
        "0X7F000001",
        "a.0x",
        "a.7",
        "xn--",
        "xn--a",
        "XN--a.example",
        "a.xn--0.example",
        "[:]",
        "[::",
        "[1]",
        "[:::]",
        "[1:2:3:4:5:6:7]",
        "[::1%25lo]",
        "[::01.2.3.4]",
        "[12345::]",
    ] {
        for port in ["", ":80"] {
            let failure = mistake(base_url::parse(&format!("http://{host}{port}")));
            assert_eq!(failure.code, "invalid-api-base-url", "{host}");
        }
    }
    for host in [
        "1.2.3.4",
        "1.example",
        "0x.example",
        "a--b",
        "xn",
        "[::ffff:1.2.3.4]",
        "[A::b]",
    ] {
        assert!(base_url::parse(&format!("http://{host}")).is_ok(), "{host}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// A base URL that is taken is one to the crate `url`, which hosts follow,
    /// and names the same scheme, host and port there.
    #[test]
    fn a_base_url_names_the_same_host_as_in_the_url_standard(
        scheme in "https?|HTTP",
        host in "[a-c0-9xnX.:_-]{1,9}|([0-9]{1,3}|0x[0-9a-f]{0,3})([.]([0-9]{1,3}|0[xX][0-9a-f]{0,2}|a)){0,4}|\\[[0-9a-f:.]{0,12}\\]|\\[(0|[1-9a-f]{1,4})?(:[0-9a-f]{0,4}){1,7}\\]|xn--[a-z0-9-]{0,6}(.a)?|[!-~]{1,6}|[ a-z\u{a0}\u{e9}]{1,4}",
        port in "|:[0-9]{1,5}",
        around in "|/| |\t|\u{a0}",
    ) {
        let text = format!("{around}{scheme}://{host}{port}{around}");
        if let Ok(own) = base_url::parse(&text) {
            let theirs = url::Url::parse(&text).unwrap();
            prop_assert_eq!(theirs.scheme() == "https", own.scheme() == Scheme::Https);
            let (own_host, own_port) = match own.authority().rsplit_once(':') {
                Some((host, port)) if !port.contains(']') => (host, port.parse().ok()),
                _ => (own.authority(), None),
            };
            let default = if own.scheme() == Scheme::Https { 443 } else { 80 };
            prop_assert_eq!(theirs.port_or_known_default(), Some(own_port.unwrap_or(default)));
            match theirs.host().unwrap() {
                url::Host::Domain(domain) => prop_assert_eq!(domain, own_host),
                url::Host::Ipv4(address) => prop_assert_eq!(address.to_string(), own_host),
                url::Host::Ipv6(address) => {
                    let own = own_host.trim_matches(['[', ']']).parse::<std::net::Ipv6Addr>();
                    prop_assert_eq!(Ok(address), own);
                }
            }
        }
    }
}

#[test]
fn metas_own_hosts_are_asked_by_tls_only() {
    for host in [
        "graph.facebook.com",
        "GRAPH.Facebook.com:80",
        "facebook.com",
        "lookaside.fbsbx.com",
        "mmg.whatsapp.net/",
        "api.whatsapp.com",
    ] {
        assert!(
            base_url::parse(&format!("https://{host}")).is_ok(),
            "{host}"
        );
        let failure = mistake(base_url::parse(&format!("http://{host}")));
        assert!(
            failure.error.contains("begin with https://"),
            "{}",
            failure.error
        );
    }
    assert!(base_url::parse("http://notfacebook.com").is_ok());
}
