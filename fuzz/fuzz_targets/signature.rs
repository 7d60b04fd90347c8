//! The signature on a notification, in the component and, with the feature
//! `server`, in the server, which must agree. The first
//! byte says what the header holds, the rest of the first line is about that, and
//! the second line begins the body.

#![no_main]

use hmac::{Hmac, KeyInit as _, Mac as _};
use libfuzzer_sys::fuzz_target;
use sha2::Sha256;
use uip_fuzz::{check_failure, failure};
use whatsapp::bindings::exports::uip::whatsapp::commands::ProcessWebhookRequest;
use whatsapp::webhook::process;

const SECRET: &[u8] = b"an app secret";

/// The right header for a body.
fn right(body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).expect("any length is a key");
    mac.update(body.as_bytes());
    let digits = mac.finalize().into_bytes();
    let digits = digits.iter().map(|byte| format!("{byte:02x}"));
    format!("sha256={}", digits.collect::<String>())
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Some((first, body)) = text.split_once('\n') else {
        return;
    };
    let mut characters = first.chars();
    let (kind, rest) = (characters.next(), characters.as_str());
    let signature = match kind {
        Some('r') => right(body),
        // One character of the right one is another.
        Some('c') => {
            let (Some(at), Some(with)) = (rest.bytes().next(), rest.chars().nth(1)) else {
                return;
            };
            let right = right(body);
            let at = usize::from(at) % right.len();
            let changed = |(index, character)| if index == at { with } else { character };
            right.chars().enumerate().map(changed).collect()
        }
        _ => rest.to_owned(),
    };
    let request = ProcessWebhookRequest {
        whats_app_notification: body.to_owned(),
        signature: Some(signature.clone()),
    };
    let refused = match process(&request, Some(SECRET), |_| Ok(())) {
        Ok(_) => false,
        Err(error) => {
            check_failure(&error);
            let right = right(body);
            let digits = right.trim_start_matches("sha256=");
            let is_shown = failure(&error).error.contains(digits);
            assert!(!is_shown, "the right signature is in the error");
            failure(&error).code == "invalid-signature"
        }
    };
    // Hexadecimal digits may be capitals.
    let is_right = signature
        .strip_prefix("sha256=")
        .is_some_and(|digits| digits.eq_ignore_ascii_case(&right(body)["sha256=".len()..]));
    assert_eq!(refused, !is_right, "the component on {signature:?}");
    #[cfg(feature = "server")]
    {
        let key = uip_server::signature::Key::new(SECRET);
        let verifies = key.verifies_hex(body.as_bytes(), signature.as_bytes());
        assert_eq!(verifies, is_right, "the server on {signature:?}");
    }
});
