//! `X-Twilio-Signature`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// The signature of a form that is posted to `url`: base64 of the HMAC-SHA1, under the Auth Token, of the URL
/// and then each parameter's name and value, sorted by name. A name that comes several times has its
/// different values sorted.
///
/// Source: Twilio's page "Validating requests from Twilio", and its own libraries.
pub(crate) fn sign(url: &str, parameters: &[(String, String)], auth_token: &str) -> String {
    let mut sorted: Vec<&(String, String)> = parameters.iter().collect();
    sorted.sort();
    sorted.dedup();
    match Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()) {
        Ok(mut mac) => {
            mac.update(url.as_bytes());
            for (name, value) in sorted {
                mac.update(name.as_bytes());
                mac.update(value.as_bytes());
            }
            STANDARD.encode(mac.finalize().into_bytes())
        }
        // HMAC takes keys of any length.
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_signatures_of_twilios_own_libraries_come_out() {
        let mut call = parameters(&[
            ("From", "+14158675309"),
            ("To", "+18005551212"),
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
        ]);
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert_eq!(sign(url, &call, "12345"), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        let port = "http://mycompany.com:1234/myapp.php?foo=1&bar=2";
        assert_eq!(sign(port, &call, "12345"), "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=");
        call = parameters(&[("Sid", "CA123"), ("SidAccount", "AC123")]);
        for digits in ["5678", "1234", "1234"] {
            call.push(("Digits".to_owned(), digits.to_owned()));
        }
        assert_eq!(sign(url, &call, "12345"), "IK+Dwps556ElfBT0I3Rgjkr1wJU=");
    }
}
