//! No token comes back in a failure, wherever the answer or the text is cut.

use super::answers::{TOKEN, answer, failure};
use uip_kit::http::TransportError;

#[test]
fn the_token_never_comes_back() {
    let escaped = TOKEN.replace('/', "\\/").replace('"', "\\u0022");
    let meta = "EAAJZCxyz0123456789abcdefghij";
    let body = format!(
        r#"{{"error":{{"code":190,"message":"Malformed access token {escaped}{meta}","fbtrace_id":"{escaped}",
            "error_data":{{"details":"{meta}","{escaped}":1}}}}}}"#
    );
    let (_, refused) = failure(&answer(401, &body));
    let page = format!("<p>Authorization: Bearer {TOKEN} {meta}</p>");
    let (_, proxy) = failure(&answer(502, &page));
    for failure in [refused, proxy] {
        let shown = format!("{failure:?}");
        assert!(
            !shown.contains("secret") && !shown.contains(meta),
            "{shown}"
        );
        assert!(shown.contains("[redacted]"));
        if let Some(details) = &failure.details {
            assert!(serde_json::from_str::<serde_json::Value>(details).is_ok());
        }
    }
}

#[test]
fn a_token_on_the_cut_of_a_long_text_leaves_nothing_behind() {
    let meta = "EAAJZCxyz0123456789abcdefghij";
    // The cut of every text falls into the token, at every character of it.
    for token in [TOKEN, meta] {
        let quoted = token.replace('"', "\\\"");
        for before in 150..1010 {
            let filler = "x".repeat(before);
            let bodies = [
                (
                    401,
                    format!(r#"{{"error":{{"code":190,"message":"{filler} {quoted}"}}}}"#),
                ),
                (
                    401,
                    format!(
                        r#"{{"error":{{"code":190,"error_user_msg":"{filler} {quoted}","error_data":{{"details":"y{filler} {quoted}"}}}}}}"#
                    ),
                ),
                (
                    401,
                    format!(
                        r#"{{"error":{{"code":190,"message":"m","fbtrace_id":"{filler} {quoted}"}}}}"#
                    ),
                ),
                (502, format!("<p>{filler} {token}</p>")),
                (502, format!("<title>{filler} {token}</title>")),
                (200, format!(r#"{{"echo":"{filler} {quoted}"}}"#)),
            ];
            for (status, body) in bodies {
                let (_, failure) = failure(&answer(status, &body));
                let shown = format!("{}{:?}", failure.error, failure.trace_id);
                assert!(!shown.contains(&token[..4]), "{before}: {shown}");
            }
        }
    }
}

#[test]
fn an_answer_that_breaks_off_within_the_token_leaves_nothing_of_it_behind() {
    let quoted = TOKEN.replace('/', "\\/").replace('"', "\\\"");
    for body in [
        format!("Bad token {TOKEN}"),
        format!(r#"{{"error":{{"code":190,"message":"Bad token {quoted}"#),
    ] {
        let start = body.find("token ").unwrap() + "token ".len();
        for end in start..body.len() {
            let mut broken = answer(401, &body[..end]);
            broken.cut = Some(TransportError::Cut);
            let (_, failure) = failure(&broken);
            let left = &body[start..end];
            assert!(failure.error.contains("Bad token"), "{}", failure.error);
            assert!(
                left.len() < 4 || !failure.error.contains(left),
                "{}",
                failure.error
            );
        }
    }
}

#[test]
fn a_token_in_the_wrong_field_is_not_shown() {
    let token = format!("EAAJ{}", "x".repeat(60));
    assert_eq!(uip_kit::failure::quoted(&token), "\"[redacted]\"");
    let late = format!("{} {token}", "y".repeat(30));
    assert!(!uip_kit::failure::quoted(&late).contains("EAAJ"));
}
