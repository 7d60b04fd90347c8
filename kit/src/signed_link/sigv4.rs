//! AWS Signature Version 4 in a query string.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::timestamp::Timestamp;
use super::{Endpoint, Storage};
use crate::hex;
use crate::http::percent;

impl Storage {
    /// Signs a GET of this path, which is encoded already.
    pub(super) fn sign(&self, path: &str, seconds: u64, now: u64) -> String {
        let Endpoint {
            scheme, authority, ..
        } = &self.endpoint;
        let (date, time) = Timestamp::of(now).written();
        let scope = format!("{date}/{}/s3/aws4_request", self.region);
        let credential = format!("{}/{scope}", self.access_key_id);
        // In the order of their names, as the canonical request wants them.
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential={}\
             &X-Amz-Date={time}\
             &X-Amz-Expires={seconds}\
             &X-Amz-SignedHeaders=host",
            percent::encode(&credential),
        );
        let request = format!("GET\n{path}\n{query}\nhost:{authority}\n\nhost\nUNSIGNED-PAYLOAD");
        let digest = hex::encode(&Sha256::digest(request.as_bytes()));
        let to_sign = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{digest}");
        let key = format!("AWS4{}", self.secret_access_key);
        let key = [date.as_str(), &self.region, "s3", "aws4_request", &to_sign]
            .iter()
            .fold(key.into_bytes(), |key, part| hmac(&key, part));
        let signature = hex::encode(&key);
        format!("{scheme}://{authority}{path}?{query}&X-Amz-Signature={signature}")
    }
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    // A key of any length is accepted: there is always a result.
    Hmac::<Sha256>::new_from_slice(key).map_or_else(
        |_| Vec::new(),
        |mut hmac| {
            hmac.update(text.as_bytes());
            hmac.finalize().into_bytes().to_vec()
        },
    )
}
