mod addresses;
mod secrets;

use super::{
    ApiVersion, AppId, BusinessAccountId, PhoneNumberId, SendingConfiguration, app_id, check,
    storage, template_language, unavailable,
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
