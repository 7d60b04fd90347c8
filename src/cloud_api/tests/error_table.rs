//! Every error number of Meta's list, one row each.

use super::taken_apart;
use crate::cloud_api::message_sent;
use uip_kit::FailureCategory::{
    self, Authentication, Configuration, Media, Permission, Policy, Recipient, Request, Service,
    Template, Throttled, Webhook, Window,
};
use uip_kit::http::Answer;

const HOUR: u32 = 3600;
const DAY: u32 = 24 * HOUR;

/// First and last code, case, category, and how long to wait.
const TABLE: &[(i64, i64, &str, FailureCategory, Option<u32>)] = &[
    (0, 0, "permanent", Authentication, None),
    (1, 1, "unknown", Service, None),
    (2, 2, "temporary", Service, None),
    (3, 3, "permanent", Permission, None),
    (4, 4, "temporary", Throttled, None),
    (10, 10, "permanent", Permission, None),
    (33, 33, "permanent", Configuration, None),
    (100, 100, "permanent", Request, None),
    (190, 190, "permanent", Authentication, None),
    (200, 299, "permanent", Permission, None),
    (368, 368, "permanent", Policy, None),
    (613, 613, "temporary", Throttled, None),
    (80007, 80008, "temporary", Throttled, None),
    (130_429, 130_429, "temporary", Throttled, Some(1)),
    (130_472, 130_472, "permanent", Recipient, None),
    (130_497, 130_497, "permanent", Policy, None),
    (130_501, 130_501, "permanent", Request, None),
    (131_000, 131_000, "unknown", Service, None),
    (131_005, 131_005, "permanent", Permission, None),
    (131_008, 131_009, "permanent", Request, None),
    (131_016, 131_016, "temporary", Service, None),
    (131_020, 131_020, "permanent", Request, None),
    (131_021, 131_021, "permanent", Recipient, None),
    (131_026, 131_026, "permanent", Recipient, None),
    (131_030, 131_030, "permanent", Configuration, None),
    (131_031, 131_031, "permanent", Policy, None),
    (131_035, 131_036, "permanent", Service, None),
    (131_037, 131_037, "permanent", Configuration, None),
    (131_041, 131_041, "permanent", Request, None),
    (131_042, 131_042, "permanent", Configuration, None),
    (131_044, 131_045, "permanent", Configuration, None),
    (131_047, 131_047, "permanent", Window, None),
    (131_048, 131_048, "permanent", Policy, None),
    (131_049, 131_049, "permanent", Recipient, Some(DAY)),
    (131_050, 131_050, "permanent", Recipient, None),
    (131_051, 131_051, "permanent", Request, None),
    (131_052, 131_053, "permanent", Media, None),
    (131_055, 131_055, "permanent", Template, None),
    (131_056, 131_056, "temporary", Throttled, Some(4)),
    (131_057, 131_057, "temporary", Service, Some(60)),
    (131_059, 131_059, "permanent", Request, None),
    (131_060, 131_060, "permanent", Request, None),
    (131_062, 131_062, "permanent", Request, None),
    (131_063, 131_063, "permanent", Template, None),
    (131_064, 131_064, "permanent", Policy, None),
    (131_201, 131_207, "permanent", Request, None),
    (131_208, 131_208, "temporary", Throttled, None),
    (131_209, 131_215, "permanent", Request, None),
    (132_000, 132_001, "permanent", Template, None),
    (132_005, 132_005, "permanent", Template, None),
    (132_007, 132_008, "permanent", Template, None),
    (132_012, 132_012, "permanent", Template, None),
    (132_015, 132_016, "permanent", Template, None),
    (132_018, 132_018, "permanent", Template, None),
    (132_021, 132_021, "permanent", Template, None),
    (132_068, 132_068, "permanent", Template, None),
    (132_069, 132_069, "temporary", Throttled, Some(HOUR)),
    (133_000, 133_000, "permanent", Configuration, None),
    (133_004, 133_004, "temporary", Service, None),
    (133_005, 133_006, "permanent", Configuration, None),
    (133_008, 133_009, "temporary", Throttled, None),
    (133_010, 133_010, "permanent", Configuration, None),
    (133_015, 133_015, "temporary", Throttled, Some(300)),
    (133_016, 133_016, "temporary", Throttled, Some(3 * DAY)),
    (134_011, 134_011, "permanent", Configuration, None),
    (134_100, 134_100, "permanent", Template, None),
    (134_101, 134_101, "temporary", Template, Some(600)),
    (134_102, 134_102, "permanent", Template, None),
    (135_000, 135_000, "permanent", Request, None),
    (136_024, 136_025, "permanent", Configuration, None),
    (137_000, 137_000, "permanent", Recipient, None),
    (138_000, 138_012, "permanent", Request, None),
    (138_013, 138_015, "permanent", Policy, None),
    (138_017, 138_018, "permanent", Request, None),
    (138_019, 138_022, "permanent", Service, None),
    (138_024, 138_025, "permanent", Configuration, None),
    (139_000, 139_004, "permanent", Request, None),
    (139_100, 139_101, "permanent", Request, None),
    (139_102, 139_103, "temporary", Service, None),
    (139_200, 139_200, "permanent", Policy, None),
    (141_002, 141_002, "permanent", Template, None),
    (141_006, 141_006, "permanent", Configuration, None),
    (141_010, 141_010, "permanent", Configuration, None),
    (141_014, 141_014, "permanent", Policy, None),
    (147_001, 147_005, "permanent", Request, None),
    (1_752_041, 1_752_041, "permanent", Request, None),
    (2200, 2200, "permanent", Webhook, None),
    (2500, 2500, "permanent", Configuration, None),
    (2635, 2635, "permanent", Configuration, None),
    (2_388_000, 2_388_999, "permanent", Template, None),
    (2_494_100, 2_494_100, "temporary", Service, Some(60)),
    (2_494_164, 2_494_168, "permanent", Request, None),
    (2_494_176, 2_494_177, "permanent", Request, None),
    (2_494_179, 2_494_179, "permanent", Request, None),
    (2_494_191, 2_494_191, "permanent", Permission, None),
    (2_593_002, 2_593_002, "permanent", Template, None),
    (2_593_107, 2_593_109, "permanent", Configuration, None),
];

fn graph_error(status: u16, error: &str) -> Answer {
    Answer {
        status,
        body: format!("{{\"error\":{error}}}").into_bytes(),
        ..Answer::default()
    }
}

#[test]
fn every_known_code_means_the_same_under_every_http_status() {
    for &(first, last, case, category, wait) in TABLE {
        for code in first..=last {
            for status in [200, 400, 401, 403, 404, 429, 500, 503] {
                let answer = graph_error(
                    status,
                    &format!(
                        r#"{{"message":"(#{code}) Title","code":{code},"is_transient":true}}"#
                    ),
                );
                let (found, failure) = taken_apart(message_sent(&answer, "token").unwrap_err());
                assert_eq!(
                    (found, failure.category, failure.retry_after_seconds),
                    (case, category, wait),
                    "code {code}, status {status}"
                );
                assert_eq!(failure.code, code.to_string());
                assert_eq!(failure.http_status, Some(status));
                assert!(failure.advice.len() > 20, "{code}");
                let promise = if case == "unknown" {
                    "the message may have been sent"
                } else {
                    "nothing was sent"
                };
                assert!(failure.error.contains(promise), "{}", failure.error);
                assert!(failure.error.contains(&format!("(#{code}) Title")));
            }
        }
    }
}

#[test]
fn a_subcode_tells_cases_of_a_general_code_apart() {
    for (code, subcode, case, category) in [
        (100, 33, "permanent", Configuration),
        (100, 2_388_024, "permanent", Template),
        (100, 2_388_299, "permanent", Template),
        (100, 2_593_002, "permanent", Template),
        (100, 2_494_100, "temporary", Service),
        (100, 2_494_191, "permanent", Permission),
        (131_009, 2_494_191, "permanent", Permission),
        // Small subcodes belong to other families than the codes.
        (100, 4, "permanent", Request),
        (100, 1_234, "permanent", Request),
        // A code that says what is wrong is not overruled.
        (131_047, 2_388_299, "permanent", Window),
        (190, 2_494_100, "permanent", Authentication),
    ] {
        let answer = graph_error(
            400,
            &format!(r#"{{"message":"m","code":{code},"error_subcode":{subcode}}}"#),
        );
        let (found, failure) = taken_apart(message_sent(&answer, "token").unwrap_err());
        assert_eq!(
            (found, failure.category),
            (case, category),
            "{code} {subcode}"
        );
    }
}

#[test]
fn an_enforcement_is_not_advised_to_wait() {
    for code in [368, 131_031, 131_048, 131_064, 139_200, 141_014] {
        let answer = graph_error(400, &format!(r#"{{"message":"m","code":{code}}}"#));
        let (case, failure) = taken_apart(message_sent(&answer, "token").unwrap_err());
        assert_eq!((case, failure.retry_after_seconds), ("permanent", None));
        let advice = failure.advice.to_lowercase();
        assert!(
            !advice.contains("hour") && !advice.contains("wait"),
            "{advice}"
        );
    }
}

#[test]
fn a_file_that_could_not_be_fetched_may_be_tried_again() {
    for (details, case) in [
        (
            "Downloading media from weblink failed with http code 503",
            "temporary",
        ),
        ("Media fetch timed out", "temporary"),
        ("Unsupported Audio mime type audio/foo", "permanent"),
    ] {
        for code in [131_052, 131_053] {
            let answer = graph_error(
                400,
                &format!(
                    r#"{{"message":"m","code":{code},"error_data":{{"details":"{details}"}}}}"#
                ),
            );
            let (found, failure) = taken_apart(message_sent(&answer, "token").unwrap_err());
            assert_eq!((found, failure.category), (case, Media), "{details}");
            assert!(failure.error.contains(details));
        }
    }
}

#[test]
fn an_unknown_code_falls_back_on_what_else_the_answer_says() {
    for (status, is_transient, case, category) in [
        (400, false, "permanent", Request),
        (400, true, "temporary", Service),
        (401, false, "permanent", Authentication),
        (403, false, "permanent", Permission),
        (404, false, "permanent", Request),
        (429, false, "temporary", Throttled),
        (500, false, "unknown", Service),
        (500, true, "unknown", Service),
        (503, true, "unknown", Service),
    ] {
        for code in ["\"code\":999999,", "\"code\":-1,", "\"code\":[],", ""] {
            let answer = graph_error(
                status,
                &format!(r#"{{{code}"message":"New","is_transient":{is_transient}}}"#),
            );
            let (found, failure) = taken_apart(message_sent(&answer, "token").unwrap_err());
            assert_eq!(
                (found, failure.category),
                (case, category),
                "{status} {is_transient} {code}"
            );
            assert!(failure.error.contains("New"));
        }
    }
}

#[test]
fn advice_names_the_fields_of_the_request() {
    for (code, words) in [
        (
            131_008,
            &["url-suffix", "one-time-password", "bodyParameters[].name"][..],
        ),
        (132_000, &["bodyParameters[].name"]),
        (132_008, &["bodyParameters[].name"]),
        (132_012, &["bodyParameters[].name"]),
        (131_030, &["9 after +54", "1 after +52"]),
    ] {
        let error = format!(r#"{{"message":"(#{code}) Title","code":{code}}}"#);
        let refused = message_sent(&graph_error(400, &error), "token").unwrap_err();
        let (_, failure) = taken_apart(refused);
        for word in words {
            assert!(failure.advice.contains(word), "{code}: {}", failure.advice);
        }
    }
}
