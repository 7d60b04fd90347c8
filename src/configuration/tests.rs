use proptest::prelude::*;

use super::{
    ApiVersion, AppId, AppSecret, BusinessAccountId, PhoneNumberId, SendingConfiguration, Token,
    app_id, base_url, check, storage, template_language, unavailable,
};
use crate::bindings::uip::whatsapp::properties::AdapterProperties;
use uip_kit::http::{RequestTimeout, Scheme};
use uip_kit::{CommandError, Failure, FailureCategory};

const TOKEN: &str = "EAAJ-a-token-that-is-long-enough";

fn properties() -> AdapterProperties {
    AdapterProperties {
        authentication_token: TOKEN.to_owned(),
        api_version: "v25.0".to_owned(),
        phone_number_id: "106540352242922".to_owned(),
        app_secret: None,
        verify_token: None,
        default_country_code: None,
        business_account_id: None,
        app_id: None,
        template_language: None,
        api_base_url: None,
        request_timeout_seconds: None,
        storage_endpoint: None,
        storage_region: None,
        storage_access_key_id: None,
        storage_secret_access_key: None,
    }
}

fn mistake<T: std::fmt::Debug>(result: Result<T, CommandError>) -> Failure {
    match result {
        Err(CommandError::PermanentFailure(failure)) => {
            assert_eq!(failure.category, FailureCategory::Configuration);
            assert!(failure.error.contains("othing was sent"), "{failure:?}");
            failure
        }
        other => panic!("expected a permanent failure, got {other:?}"),
    }
}

#[test]
fn three_properties_are_enough_and_the_rest_has_defaults() {
    let configuration = SendingConfiguration::parse(&properties()).unwrap();
    assert_eq!(configuration.base_url.scheme(), Scheme::Https);
    assert_eq!(configuration.base_url.authority(), "graph.facebook.com");
    assert_eq!(configuration.timeout.seconds(), 30);
    assert_eq!(configuration.default_country_code, None);
}

#[test]
fn a_blank_optional_property_counts_as_not_given() {
    let blank = AdapterProperties {
        default_country_code: Some("  ".to_owned()),
        api_base_url: Some(String::new()),
        ..properties()
    };
    assert!(SendingConfiguration::parse(&blank).is_ok());
}

#[test]
fn sending_does_not_care_about_the_app_secret() {
    let broken = AdapterProperties {
        app_secret: Some("%%%".to_owned()),
        ..properties()
    };
    assert!(SendingConfiguration::parse(&broken).is_ok());
}

#[test]
fn neither_debug_nor_an_error_shows_a_secret() {
    let configuration = SendingConfiguration::parse(&properties()).unwrap();
    assert!(!format!("{configuration:?}").contains(TOKEN));
    assert_eq!(
        format!("{:?}", AppSecret::parse("c2VjcmV0").unwrap()),
        "[redacted]"
    );
    for bad in [
        "a secret with spaces in it",
        "short",
        "tökentökentökentöken",
    ] {
        let failure = mistake(Token::parse(bad));
        assert!(!format!("{failure:?}").contains(bad));
        assert!(failure.error.contains("authenticationToken"));
    }
    let failure = mistake(AppSecret::parse("not base64 at all!"));
    assert!(!format!("{failure:?}").contains("at all"));
}

#[test]
fn a_token_has_20_to_1000_visible_characters() {
    assert!(Token::parse(&"x".repeat(19)).is_err());
    assert!(Token::parse(&"x".repeat(20)).is_ok());
    assert!(Token::parse(&"x".repeat(1000)).is_ok());
    assert!(Token::parse(&"x".repeat(1001)).is_err());
    for smuggled in ["\r\nHost: evil", "\0", "\t", "\u{7f}", " "] {
        let token = format!("{}{smuggled}{}", "x".repeat(20), "y".repeat(20));
        assert!(Token::parse(&token).is_err(), "{smuggled:?}");
    }
}

#[test]
fn a_token_with_the_word_bearer_before_it_is_refused_with_the_advice_to_leave_it_out() {
    for bearer in ["Bearer ", "bearer ", "BEARER ", " Bearer\t", "Bearer:"] {
        let token = format!("{bearer}EAAG{}", "x".repeat(20));
        let failure = mistake(Token::parse(&token));
        assert_eq!(failure.code, "invalid-authentication-token");
        assert!(
            failure.advice.contains("Leave out the word Bearer"),
            "{failure:?}"
        );
        assert!(!format!("{failure:?}").contains("EAAG"), "{failure:?}");
    }
}

#[test]
fn a_check_names_every_property_with_a_bad_value_and_shows_no_secret() {
    assert!(check(&properties()).is_ok());
    let blank = AdapterProperties {
        default_country_code: Some(" ".to_owned()),
        business_account_id: Some(String::new()),
        app_id: Some(" ".to_owned()),
        template_language: Some(String::new()),
        ..properties()
    };
    assert!(check(&blank).is_ok());
    let wrong = AdapterProperties {
        authentication_token: "a secret with spaces in it".to_owned(),
        api_version: "25.0".to_owned(),
        phone_number_id: "+39".to_owned(),
        app_secret: Some("%%%".to_owned()),
        verify_token: None,
        default_country_code: Some("IT".to_owned()),
        business_account_id: Some("x".to_owned()),
        app_id: Some("1/2".to_owned()),
        template_language: Some("Italian".to_owned()),
        api_base_url: Some("https://a/v25.0".to_owned()),
        request_timeout_seconds: Some(0),
        storage_endpoint: Some("storage.example".to_owned()),
        storage_region: Some("eu central".to_owned()),
        storage_access_key_id: Some("GOOG 1E".to_owned()),
        storage_secret_access_key: Some("another secret".to_owned()),
    };
    let failure = mistake(check(&wrong));
    for name in [
        "authenticationToken",
        "apiVersion",
        "phoneNumberId",
        "appSecret",
        "defaultCountryCode",
        "businessAccountId",
        "appId",
        "templateLanguage",
        "apiBaseUrl",
        "requestTimeoutSeconds",
        "storageEndpoint",
        "storageRegion",
        "storageAccessKeyId",
        "storageSecretAccessKey",
    ] {
        assert!(failure.error.contains(name), "{name}: {}", failure.error);
        assert!(failure.advice.contains(name), "{name}: {}", failure.advice);
    }
    assert_eq!(failure.code, "invalid-authentication-token");
    assert_eq!(failure.error.matches("Nothing was sent.").count(), 1);
    assert!(failure.error.ends_with("Nothing was sent."));
    for secret in ["spaces in it", "another secret"] {
        assert!(!failure.error.contains(secret), "{}", failure.error);
    }
}

#[test]
fn a_storage_names_the_property_that_is_missing_or_wrong() {
    type Change = fn(&mut AdapterProperties);
    let whole = AdapterProperties {
        storage_endpoint: Some("https://storage.googleapis.com".to_owned()),
        storage_access_key_id: Some("GOOG1EXAMPLE".to_owned()),
        storage_secret_access_key: Some("open-sesame".to_owned()),
        ..properties()
    };
    assert!(storage(&whole).is_ok());
    assert!(check(&whole).is_ok());
    let changes: [(Change, &str); 7] = [
        (|it| it.storage_endpoint = None, "storageEndpoint"),
        (
            |it| it.storage_endpoint = Some("ftp://files".to_owned()),
            "storageEndpoint",
        ),
        (
            |it| it.storage_region = Some("eu/../us".to_owned()),
            "storageRegion",
        ),
        (|it| it.storage_access_key_id = None, "storageAccessKeyId"),
        (
            |it| it.storage_access_key_id = Some("a\nb".to_owned()),
            "storageAccessKeyId",
        ),
        (
            |it| it.storage_secret_access_key = Some(" ".to_owned()),
            "storageSecretAccessKey",
        ),
        (
            |it| it.storage_secret_access_key = Some("open\nsesame".to_owned()),
            "storageSecretAccessKey",
        ),
    ];
    for (change, property) in changes {
        let mut properties = whole.clone();
        change(&mut properties);
        let failure = mistake(storage(&properties));
        assert!(failure.error.contains(property), "{}", failure.error);
        assert!(!failure.error.contains("sesame"), "{}", failure.error);
        assert!(check(&properties).is_err(), "{property}");
    }
}

#[test]
fn a_version_holds_nothing_that_changes_a_path() {
    for good in ["v25.0", "v25", "v1.12"] {
        assert_eq!(ApiVersion::parse(good).unwrap().as_str(), good);
    }
    for bad in [
        "", "v", "25.0", "V25.0", "v25.", "v.0", "v25.0.1", "v25/0", "v25.0/..", "v25.0?a", "v٢",
        "v25.0\n", " v25.0",
    ] {
        let failure = mistake(ApiVersion::parse(bad));
        assert_eq!(failure.code, "invalid-api-version");
        assert!(failure.error.contains("apiVersion") && failure.error.contains("v25.0"));
    }
    assert!(ApiVersion::parse(&format!("v{}", "1".repeat(100))).is_err());
}

#[test]
fn ids_are_digits() {
    assert!(PhoneNumberId::parse(&"1".repeat(100)).is_ok());
    assert!(BusinessAccountId::parse("102290129340398").is_ok());
    assert_eq!(PhoneNumberId::parse(" 12\n").unwrap().as_str(), "12");
    assert_eq!(BusinessAccountId::parse("\t34 ").unwrap().as_str(), "34");
    for bad in ["", " ", "+39123", "12/34", "12 34", "12?", "١٢", "12\n3"] {
        assert_eq!(
            mistake(PhoneNumberId::parse(bad)).code,
            "invalid-phone-number-id"
        );
        assert_eq!(
            mistake(BusinessAccountId::parse(bad)).code,
            "invalid-business-account-id"
        );
    }
    assert!(PhoneNumberId::parse(&"1".repeat(101)).is_err());
}

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

#[test]
fn a_timeout_is_from_1_to_300_seconds() {
    assert!(RequestTimeout::parse(0).is_err());
    assert_eq!(
        RequestTimeout::parse(1).unwrap().nanoseconds(),
        1_000_000_000
    );
    assert!(RequestTimeout::parse(300).is_ok());
    let failure = mistake(RequestTimeout::parse(301));
    assert!(failure.error.contains("requestTimeoutSeconds") && failure.error.contains("301"));
}

#[test]
fn an_app_secret_is_the_base64_of_the_secrets_text() {
    assert_eq!(AppSecret::parse("c2VjcmV0\n").unwrap().key(), b"secret");
    assert_eq!(AppSecret::parse("c2VjcmU=").unwrap().key(), b"secre");
    assert_eq!(AppSecret::parse("c2VjcmU").unwrap().key(), b"secre");
    for bad in [
        "",
        "  ",
        "c2V$",
        "c2VjcmV",
        "c2Vj-_",
        "Zh==",
        "0123456789abcdef0123456789abcdef",
    ] {
        let failure = mistake(AppSecret::parse(bad));
        assert_eq!(failure.code, "invalid-app-secret");
        assert!(failure.advice.contains("base64"));
    }
    let raw = mistake(AppSecret::parse("0123456789abcdef0123456789abcdef"));
    assert!(raw.error.contains("App Secret itself"));
}

#[test]
fn the_engines_own_reason_is_passed_on() {
    let failure = mistake(Err::<(), _>(unavailable("adapter sales has no section")));
    assert_eq!(failure.code, "properties-unavailable");
    assert!(failure.error.contains("adapter sales has no section"));
}

#[test]
fn an_app_id_and_a_language_hold_nothing_that_changes_a_request() {
    assert_eq!(AppId::parse(" 17 ").unwrap().as_str(), "17");
    for bad in ["", "x", "1/2", "1?x=y", "1\n2", "..", &"1".repeat(101)] {
        let failure = mistake(AppId::parse(bad));
        assert_eq!(failure.code, "invalid-app-id", "{bad:?}");
    }
    let with = |language: &str| AdapterProperties {
        template_language: Some(language.to_owned()),
        ..properties()
    };
    for good in ["it", "en_US", " pt_BR "] {
        let language = template_language(&with(good)).unwrap().unwrap();
        assert_eq!(language.as_str(), good.trim());
    }
    assert_eq!(template_language(&properties()).unwrap(), None);
    for bad in ["english", "it-IT", "i", "it\nx", "\"it\""] {
        let failure = mistake(template_language(&with(bad)));
        assert_eq!(failure.code, "invalid-template-language", "{bad:?}");
    }
}

#[test]
fn a_command_that_needs_the_app_says_so() {
    let failure = mistake(app_id(&properties()));
    assert_eq!(failure.code, "missing-app-id");
}
