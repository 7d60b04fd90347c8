//! Meta's check that a callback belongs to whoever names it.

use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http_body_util::{BodyExt as _, Full, Limited};

use super::{client, with_causes};
use crate::model::ids::hex;

/// Why a callback did not pass the check.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// No callback URL is set.
    #[error("there is no callback URL to verify: give one first")]
    NoCallback,
    /// The URL cannot be used.
    #[error("the callback URL cannot be used: {0}")]
    Url(String),
    /// Nothing answered.
    #[error("the callback did not answer: {0}")]
    NoAnswer(String),
    /// It answered with a status other than 200.
    #[error("the callback answered {0}, not 200: is its verify token the same?")]
    Status(u16),
    /// It answered 200 with something other than the challenge.
    #[error("the callback answered 200 but did not repeat the challenge")]
    Challenge,
}

const TIMEOUT: Duration = Duration::from_secs(10);
const LONGEST_ANSWER: usize = 4096;

/// GETs the callback with `hub.mode`, `hub.challenge` and `hub.verify_token`; it must answer 200 with the
/// bare challenge.
pub(crate) async fn verify(
    url: &str,
    verify_token: &str,
    challenge: &str,
) -> Result<(), VerifyError> {
    let separator = if url.contains('?') { '&' } else { '?' };
    let uri: Uri = format!(
        "{url}{separator}hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={}",
        percent_encoded(verify_token)
    )
    .parse()
    .map_err(|error: http::uri::InvalidUri| VerifyError::Url(error.to_string()))?;
    let exchange = async {
        let mut request = http::Request::new(Full::<Bytes>::default());
        *request.uri_mut() = uri;
        let response = client()
            .request(request)
            .await
            .map_err(|error| VerifyError::NoAnswer(with_causes(&error)))?;
        if response.status() != 200 {
            return Err(VerifyError::Status(response.status().as_u16()));
        }
        let body = Limited::new(response.into_body(), LONGEST_ANSWER)
            .collect()
            .await
            .map_err(|_| VerifyError::Challenge)?
            .to_bytes();
        if body.as_ref() == challenge.as_bytes() {
            Ok(())
        } else {
            Err(VerifyError::Challenge)
        }
    };
    tokio::time::timeout(TIMEOUT, exchange)
        .await
        .unwrap_or_else(|_| Err(VerifyError::NoAnswer(format!("nothing within {TIMEOUT:?}"))))
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&hex(&[byte]).to_uppercase());
        }
    }
    encoded
}
