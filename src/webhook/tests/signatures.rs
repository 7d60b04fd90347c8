//! Only what was signed with the App Secret passes.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::webhook::signature::{InvalidSignature, verify};

const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";
const BODY: &str = r#"{"text":"gr\u00fc\u00df \/ é"}"#;

fn sign(key: &[u8], body: &str) -> String {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    hmac.update(body.as_bytes());
    let mut signature = String::from("sha256=");
    for byte in hmac.finalize().into_bytes() {
        let _ = write!(signature, "{byte:02x}");
    }
    signature
}

/// RFC 4231, test case 2.
#[test]
fn the_signature_is_hmac_sha256() {
    let signature = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(
        verify(b"Jefe", "what do ya want for nothing?", Some(signature)),
        Ok(())
    );
}

#[test]
fn the_right_signature_passes_in_either_case_and_with_spaces_around() {
    let signature = sign(KEY, BODY);
    for given in [
        signature.clone(),
        format!(" {signature}\r\n"),
        signature.to_uppercase().replace("SHA", "sha"),
    ] {
        assert_eq!(verify(KEY, BODY, Some(&given)), Ok(()), "{given}");
    }
}

#[test]
fn another_key_or_another_text_is_wrong() {
    assert_eq!(
        verify(b"other", BODY, Some(&sign(KEY, BODY))),
        Err(InvalidSignature::Wrong)
    );
    let rewritten = BODY.replace("\\u00fc", "ü");
    assert_eq!(
        verify(KEY, &rewritten, Some(&sign(KEY, BODY))),
        Err(InvalidSignature::Wrong)
    );
}

#[test]
fn one_wrong_digit_anywhere_is_wrong() {
    let signature = sign(KEY, BODY);
    for position in "sha256=".len()..signature.len() {
        let mut digits: Vec<char> = signature.chars().collect();
        digits[position] = if digits[position] == '0' { '1' } else { '0' };
        let given: String = digits.into_iter().collect();
        assert_eq!(
            verify(KEY, BODY, Some(&given)),
            Err(InvalidSignature::Wrong),
            "{given}"
        );
    }
}

#[test]
fn no_signature_is_missing_and_what_is_none_is_malformed() {
    assert_eq!(verify(KEY, BODY, None), Err(InvalidSignature::Missing));
    assert_eq!(
        verify(KEY, BODY, Some("  ")),
        Err(InvalidSignature::Missing)
    );
    let signature = sign(KEY, BODY);
    let malformed = [
        signature.trim_start_matches("sha256=").to_owned(),
        signature.replace("sha256", "sha1"),
        signature[..signature.len() - 1].to_owned(),
        format!("{signature}0"),
        format!("sha256={}", "g".repeat(64)),
        format!("sha256={}", "é".repeat(32)),
    ];
    for given in malformed {
        assert_eq!(
            verify(KEY, BODY, Some(&given)),
            Err(InvalidSignature::Malformed),
            "{given}"
        );
    }
}
