//! The signature of a notification: `X-Hub-Signature-256`, an HMAC-SHA256
//! over the body as received, with the App Secret as its key (Meta, "Create a
//! webhook endpoint").

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Bytes in the signature.
const LENGTH: usize = 32;

/// Why a signature does not count. None of them says what the right one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidSignature {
    /// There is none.
    Missing,
    /// It is not `sha256=` and 64 hexadecimal digits.
    Malformed,
    /// It was made with another key, or over another text.
    Wrong,
}

/// Checks the signature over the notification as received, in a time that
/// does not depend on where it differs.
///
/// # Errors
/// The signature is missing, malformed or wrong.
pub fn verify(
    key: &[u8],
    notification: &str,
    signature: Option<&str>,
) -> Result<(), InvalidSignature> {
    let signature = signature
        .map(str::trim)
        .filter(|signature| !signature.is_empty());
    let given =
        parse(signature.ok_or(InvalidSignature::Missing)?).ok_or(InvalidSignature::Malformed)?;
    // A key of any length is accepted: the error cannot happen.
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| InvalidSignature::Wrong)?;
    hmac.update(notification.as_bytes());
    hmac.verify_slice(&given)
        .map_err(|_| InvalidSignature::Wrong)
}

fn parse(signature: &str) -> Option<[u8; LENGTH]> {
    let digits = signature.strip_prefix("sha256=")?.as_bytes();
    if digits.len() != 2 * LENGTH {
        return None;
    }
    let mut bytes = [0; LENGTH];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair.iter().try_fold(0, |byte, digit| {
            char::from(*digit)
                .to_digit(16)
                .map(|value| (byte << 4) | u8::try_from(value).unwrap_or(0))
        })?;
    }
    Some(bytes)
}
