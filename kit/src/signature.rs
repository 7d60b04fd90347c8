//! The signatures of webhooks: an HMAC over what was received, compared in a time
//! that does not depend on where it differs.

use base64::Engine as _;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

use crate::{BASE64, hex};

/// Why a signature does not count. None of them says what the right one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidSignature {
    /// There is none.
    Missing,
    /// It is not in the form that such signatures have.
    Malformed,
    /// It was made with another key, or over another text.
    Wrong,
}

/// Verifies an HMAC-SHA256 written as `sha256=` and 64 hexadecimal digits, as Meta
/// (`X-Hub-Signature-256`) and GitHub send it.
///
/// # Errors
/// The signature is missing, malformed or wrong.
pub fn verify_sha256(
    key: &[u8],
    text: &[u8],
    signature: Option<&str>,
) -> Result<(), InvalidSignature> {
    let given = given(signature)?
        .strip_prefix("sha256=")
        .and_then(hex::decode)
        .filter(|bytes| bytes.len() == 32)
        .ok_or(InvalidSignature::Malformed)?;
    verify::<Hmac<Sha256>>(key, &mut [text].into_iter(), &given)
}

/// Verifies an HMAC of the parts of a text, written as base64, as Twilio sends it
/// (`X-Twilio-Signature`): 20 bytes are an HMAC-SHA1, and 32 an HMAC-SHA256.
///
/// # Errors
/// The signature is missing, malformed or wrong.
pub fn verify_base64<'a>(
    key: &[u8],
    text: impl IntoIterator<Item = &'a [u8]>,
    signature: Option<&str>,
) -> Result<(), InvalidSignature> {
    let given = BASE64
        .decode(given(signature)?)
        .map_err(|_| InvalidSignature::Malformed)?;
    match given.len() {
        20 => verify::<Hmac<Sha1>>(key, &mut text.into_iter(), &given),
        32 => verify::<Hmac<Sha256>>(key, &mut text.into_iter(), &given),
        _ => Err(InvalidSignature::Malformed),
    }
}

/// Compares in a time that does not depend on where the two differ. It takes any
/// iterator without a copy for each: a hash is thousands of instructions.
#[inline(never)]
fn verify<M: Mac + KeyInit>(
    key: &[u8],
    text: &mut dyn Iterator<Item = &[u8]>,
    given: &[u8],
) -> Result<(), InvalidSignature> {
    // A key of any length is accepted: the error cannot happen.
    let mut hmac = <M as KeyInit>::new_from_slice(key).map_err(|_| InvalidSignature::Wrong)?;
    for part in text {
        hmac.update(part);
    }
    hmac.verify_slice(given)
        .map_err(|_| InvalidSignature::Wrong)
}

/// The signature without the white space around it.
fn given(signature: Option<&str>) -> Result<&str, InvalidSignature> {
    signature
        .map(str::trim)
        .filter(|signature| !signature.is_empty())
        .ok_or(InvalidSignature::Missing)
}

#[cfg(test)]
mod tests {
    use super::{InvalidSignature, verify_base64, verify_sha256};

    /// RFC 2202 (SHA-1) and RFC 4231 (SHA-256), test case 2.
    const KEY: &[u8] = b"Jefe";
    const TEXT: &[u8] = b"what do ya want for nothing?";
    const SHA256: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    /// `effcdf6ae5eb2fa2d27416d5f184df9c259a7c79` as base64.
    const SHA1: &str = "7/zfauXrL6LSdBbV8YTfnCWafHk=";
    const SHA256_AS_BASE64: &str = "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=";

    #[test]
    fn the_documented_examples_verify() {
        let capitals = format!("sha256={}", SHA256.to_uppercase());
        for signature in [&format!(" sha256={SHA256}\n"), &capitals] {
            assert_eq!(verify_sha256(KEY, TEXT, Some(signature)), Ok(()));
        }
        for signature in [SHA1, SHA256_AS_BASE64] {
            assert_eq!(verify_base64(KEY, [TEXT], Some(signature)), Ok(()));
            let parts = TEXT.chunks(5);
            assert_eq!(verify_base64(KEY, parts, Some(signature)), Ok(()));
        }
    }

    #[test]
    fn another_key_or_another_text_is_wrong() {
        let sha256 = format!("sha256={SHA256}");
        for (key, text) in [(&b"Jeff"[..], TEXT), (KEY, &TEXT[1..])] {
            let wrong = Err(InvalidSignature::Wrong);
            assert_eq!(verify_sha256(key, text, Some(&sha256)), wrong);
            for signature in [SHA1, SHA256_AS_BASE64] {
                assert_eq!(verify_base64(key, [text], Some(signature)), wrong);
            }
        }
    }

    #[test]
    fn one_wrong_digit_anywhere_is_wrong() {
        for position in 0..SHA256.len() {
            let mut digits: Vec<char> = SHA256.chars().collect();
            digits[position] = if digits[position] == '0' { '1' } else { '0' };
            let signature: String = "sha256=".chars().chain(digits).collect();
            let verified = verify_sha256(KEY, TEXT, Some(&signature));
            assert_eq!(verified, Err(InvalidSignature::Wrong), "{signature}");
        }
    }

    #[test]
    fn what_is_no_signature_is_missing_or_malformed() {
        for blank in [None, Some(""), Some(" ")] {
            let missing = Err(InvalidSignature::Missing);
            assert_eq!(verify_sha256(KEY, TEXT, blank), missing);
            assert_eq!(verify_base64(KEY, [TEXT], blank), missing);
        }
        let malformed = Err(InvalidSignature::Malformed);
        for bad in [
            SHA256.to_owned(),
            format!("sha1={SHA256}"),
            format!("sha256={}", &SHA256[2..]),
            format!("sha256={}", &SHA256[1..]),
            format!("sha256={SHA256}00"),
            format!("sha256={}", SHA256.replace('5', "g")),
            format!("sha256={}", "\u{e8}".repeat(32)),
        ] {
            assert_eq!(verify_sha256(KEY, TEXT, Some(&bad)), malformed, "{bad}");
            assert_eq!(verify_base64(KEY, [TEXT], Some(&bad)), malformed, "{bad}");
        }
    }
}
