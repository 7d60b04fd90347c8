//! Host × who sent it × method × part, without a socket.

use http::Request;
use http::request::Parts;

use super::*;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Controls,
    Api,
}

fn check(head: &Parts, part: Part, allowed: &[HostName]) -> Result<(), Refused> {
    match part {
        Part::Controls => super::check(head, allowed),
        Part::Api => check_api(head, allowed),
    }
}

fn head(method: &str, uri: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

/// Who sends a request. The headers are those that a browser adds.
const PROGRAM: &[(&str, &str)] = &[];
const TYPED_BY_USER: &[(&str, &str)] = &[("sec-fetch-site", "none")];
const NODE: &[(&str, &str)] = &[("sec-fetch-mode", "cors")];

fn own_page(host: &str) -> [(&'static str, String); 2] {
    [
        ("sec-fetch-site", "same-origin".to_owned()),
        ("origin", format!("http://{host}")),
    ]
}

const LOCAL: [&str; 9] = [
    "localhost",
    "localhost:8590",
    "LOCALHOST:8590",
    "localhost.:8590",
    "127.0.0.1:8590",
    "[::1]:8590",
    "192.168.1.7:8590",
    "sandbox:8590",
    "app.localhost:8590",
];

const FOREIGN: [&str; 5] = [
    "evil.example",
    "evil.example:8590",
    "localhost.evil.example:8590",
    "127.0.0.1.evil.example",
    "evil.example.:8590",
];

const OTHER_PAGES: [&[(&str, &str)]; 8] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[
        ("sec-fetch-site", "same-site"),
        ("origin", "http://127.0.0.1:9999"),
    ],
    &[
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "cross-site"),
    ],
    &[("origin", "http://evil.example")],
    &[("origin", "http://127.0.0.1:9999")],
    &[("origin", "null")],
    &[("origin", "http://127.0.0.1:8590.evil.example")],
];

fn with(host: &str, headers: &[(&str, &str)], method: &str, part: Part) -> Result<(), Refused> {
    let mut all = vec![("host", host)];
    all.extend_from_slice(headers);
    check(&head(method, "/sandbox/callback", &all), part, &[])
}

#[test]
fn programs_and_the_users_own_pages_pass_under_every_local_name() {
    for host in LOCAL {
        for part in [Part::Controls, Part::Api] {
            for method in ["GET", "HEAD", "POST", "PATCH", "DELETE"] {
                for who in [PROGRAM, TYPED_BY_USER, NODE] {
                    assert_eq!(
                        with(host, who, method, part),
                        Ok(()),
                        "{host} {method} {who:?}"
                    );
                }
                let page = own_page(host);
                let page: Vec<_> = page
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                assert_eq!(with(host, &page, method, part), Ok(()), "{host} {method}");
                // A browser too old for fetch metadata.
                assert_eq!(
                    with(host, &page[1..], method, part),
                    Ok(()),
                    "{host} {method}"
                );
            }
        }
    }
}

#[test]
fn no_other_page_changes_anything() {
    for who in OTHER_PAGES {
        for part in [Part::Controls, Part::Api] {
            for method in ["POST", "PATCH", "DELETE", "PUT", "OPTIONS"] {
                let outcome = with("127.0.0.1:8590", who, method, part);
                assert_eq!(outcome, Err(Refused::OtherOrigin), "{method} {who:?}");
            }
        }
    }
}

#[test]
fn the_controls_are_closed_under_a_name_that_can_be_rebound_whoever_asks() {
    for host in FOREIGN {
        let page = own_page(host);
        let page: Vec<_> = page
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        for method in ["GET", "HEAD", "POST", "DELETE"] {
            for who in [PROGRAM, NODE, &page, &page[1..]] {
                let outcome = with(host, who, method, Part::Controls);
                assert!(
                    matches!(outcome, Err(Refused::Host(_))),
                    "{host} {method} {who:?}"
                );
            }
        }
    }
}

#[test]
fn the_apis_serve_programs_under_any_name_and_no_page_under_a_rebound_one() {
    for host in FOREIGN {
        for who in [PROGRAM, NODE] {
            assert_eq!(with(host, who, "POST", Part::Api), Ok(()), "{host}");
        }
        let origin = format!("http://{host}");
        for page in [
            &[("origin", origin.as_str())][..],
            &[("sec-fetch-site", "same-origin"), ("origin", &origin)],
            &[("sec-fetch-site", "same-origin")],
        ] {
            assert!(
                with(host, page, "POST", Part::Api).is_err(),
                "{host} {page:?}"
            );
        }
    }
}

#[test]
fn a_name_that_the_operator_gave_is_a_name_of_the_sandbox() {
    let allowed = ["Sandbox.Example.".parse().unwrap()];
    let asked = |host| {
        check(
            &head("GET", "/sandbox", &[("host", host)]),
            Part::Controls,
            &allowed,
        )
    };
    assert_eq!(asked("sandbox.example:8590"), Ok(()));
    assert_eq!(asked("SANDBOX.example."), Ok(()));
    assert!(asked("other.sandbox.example").is_err());
    assert!(asked("sandbox.example.evil.example").is_err());
}

#[test]
fn a_request_names_one_host() {
    for headers in [
        &[][..],
        &[("host", "")],
        &[("host", "localhost"), ("host", "evil.example")],
        &[("host", "user@localhost")],
        &[("host", "a b")],
    ] {
        let outcome = check(&head("GET", "/sandbox", headers), Part::Controls, &[]);
        assert!(outcome.is_err(), "{headers:?}");
    }
    let two = head(
        "GET",
        "http://evil.example/sandbox",
        &[("host", "localhost")],
    );
    assert_eq!(check(&two, Part::Controls, &[]), Err(Refused::NoHost));
}

#[test]
fn what_is_no_hosts_name_is_refused() {
    for text in [
        "",
        "http://a.example",
        "a.example:80",
        "a.example/",
        "u@a.example",
        "a b",
    ] {
        assert!(text.parse::<HostName>().is_err(), "{text}");
    }
}
