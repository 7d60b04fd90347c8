//! `X-Twilio-Signature`: HMAC with SHA-1 over the URL that was called and the
//! parameters of the form (Twilio, "Webhooks Security").

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use url::form_urlencoded;

/// The query parameter that holds the hash of a body that is not a form.
const BODY_HASH: &str = "bodySHA256";

/// More parameters than any form of Twilio's has. Sorting them takes more memory
/// than the body itself, so a stranger's body must not have any number of them.
const MOST_PARAMETERS: usize = 4096;

/// An Auth Token, which Twilio signs with. `Debug` does not show it.
#[derive(Clone)]
pub struct TwilioKey(Hmac<Sha1>);

impl TwilioKey {
    /// Wraps an Auth Token.
    pub fn new(auth_token: &[u8]) -> Self {
        // HMAC takes keys of every length, so the other arm is never taken; an
        // empty tag would match nothing.
        match Hmac::new_from_slice(auth_token) {
            Ok(mac) => Self(mac),
            Err(_) => Self(Hmac::new(&hmac::digest::Key::<Hmac<Sha1>>::default())),
        }
    }

    /// Whether `header`, which is 20 bytes in base64, is the signature of
    /// `content`. The comparison takes the same time however much of it is right,
    /// and whichever spelling of the URL it is of.
    pub fn verifies(&self, content: &SignedContent, header: &[u8]) -> bool {
        let Ok(tag) = BASE64_STANDARD.decode(header) else {
            return false;
        };
        content.urls.iter().fold(false, |is_right, url| {
            let mac = self.0.clone().chain_update(url.as_bytes());
            let mac = mac.chain_update(&content.parameters);
            is_right | mac.verify_slice(&tag).is_ok()
        })
    }

    /// The signature of a request, as the header has it.
    pub fn sign(&self, url: &str, form: &[u8]) -> String {
        let mac = self.0.clone().chain_update(url.as_bytes());
        let mac = mac.chain_update(joined(form));
        BASE64_STANDARD.encode(mac.finalize().into_bytes())
    }
}

impl fmt::Debug for TwilioKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TwilioKey([redacted])")
    }
}

/// What a signature covers of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedContent {
    /// The URL without a port and with one: Twilio may have signed either.
    urls: [String; 2],
    /// The names and values of the form's parameters, sorted.
    parameters: Vec<u8>,
}

impl SignedContent {
    /// What is signed of a request to `url`, which is the public URL with its
    /// query, byte for byte as it was called. A body whose hash is in the query is
    /// covered by it; any other body must be a form.
    ///
    /// Nothing, if no signature can cover the body: it is not the one whose hash
    /// is in the query, or it is neither hashed nor a form.
    pub fn of_request(url: &str, is_form: bool, body: &[u8]) -> Option<Self> {
        let parameters = match (body_hashes(url).as_slice(), is_form) {
            ([hash], _) => {
                let is_same = hash.eq_ignore_ascii_case(&hex(&Sha256::digest(body)));
                is_same.then(Vec::new)?
            }
            ([], true) => {
                let parameters = body.split(|byte| *byte == b'&').count();
                (parameters <= MOST_PARAMETERS).then(|| joined(body))?
            }
            // Only one of several hashes could be meant.
            _ => return None,
        };
        let urls = with_and_without_port(url);
        Some(Self { urls, parameters })
    }
}

/// The hashes of the body in the query.
fn body_hashes(url: &str) -> Vec<Cow<'_, str>> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let parameters = form_urlencoded::parse(query.as_bytes());
    let hashes = parameters.filter(|(name, _)| name == BODY_HASH);
    hashes.map(|(_, value)| value).collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The parameters of a form, decoded and sorted by their bytes, each once.
fn joined(form: &[u8]) -> Vec<u8> {
    let mut parameters: Vec<(Cow<'_, str>, Cow<'_, str>)> = form_urlencoded::parse(form).collect();
    parameters.sort_unstable();
    parameters.dedup();
    let mut text = String::new();
    for (name, value) in &parameters {
        text.push_str(name);
        text.push_str(value);
    }
    text.into_bytes()
}

/// A URL as it is, and with the standard port added, or its port removed.
fn with_and_without_port(url: &str) -> [String; 2] {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    // An IPv6 address has colons of its own, in brackets.
    let host_end = authority.rfind(['@', ']']).map_or(0, |at| at + 1);
    let port = authority.get(host_end..).and_then(|host| host.rfind(':'));
    let other = match (port, scheme) {
        (Some(at), _) => {
            let host = authority.get(..host_end + at).unwrap_or(authority);
            format!("{scheme}://{host}{target}")
        }
        (None, "http") => format!("{scheme}://{authority}:80{target}"),
        (None, _) => format!("{scheme}://{authority}:443{target}"),
    };
    [url.to_owned(), other]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Twilio's documentation.
    const TOKEN: &[u8] = b"12345";
    const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const FORM: &[u8] = b"From=%2B14158675309&To=%2B18005551212&CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234";
    const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    fn verifies(url: &str, form: &[u8], signature: &str) -> bool {
        SignedContent::of_request(url, true, form)
            .is_some_and(|content| TwilioKey::new(TOKEN).verifies(&content, signature.as_bytes()))
    }

    #[test]
    fn the_documented_signature_is_right_and_every_other_wrong() {
        assert!(verifies(URL, FORM, SIGNATURE));
        assert_eq!(TwilioKey::new(TOKEN).sign(URL, FORM), SIGNATURE);
        for wrong in [
            "",
            "RSOYDt4T1cUTdK1PDd93/VVr8B8",
            "rSOYDt4T1cUTdK1PDd93/VVr8B8=",
            "RSOYDt4T1cUTdK1PDd93/VVr8A==",
            "RSOYDt4T1cUTdK1PDd93_VVr8B8=",
            " RSOYDt4T1cUTdK1PDd93/VVr8B8=",
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=RSOY",
        ] {
            assert!(!verifies(URL, FORM, wrong), "{wrong}");
        }
        let other = TwilioKey::new(b"54321");
        let content = SignedContent::of_request(URL, true, FORM).unwrap();
        assert!(!other.verifies(&content, SIGNATURE.as_bytes()));
    }

    #[test]
    fn a_signature_of_another_url_or_form_is_wrong() {
        for url in [
            "http://mycompany.com/myapp.php?foo=1&bar=2",
            "https://mycompany.com/myapp.php?bar=2&foo=1",
            "https://mycompany.com/myapp.php/?foo=1&bar=2",
            "https://mycompany.example/myapp.php?foo=1&bar=2",
            "https://mycompany.com/myapp.php",
        ] {
            assert!(!verifies(url, FORM, SIGNATURE), "{url}");
        }
        let mut longer = FORM.to_vec();
        longer.extend(b"&Body=x");
        assert!(!verifies(URL, &longer, SIGNATURE));
        assert!(!verifies(URL, b"", SIGNATURE));
    }

    #[test]
    fn the_port_may_be_signed_or_not() {
        let with_port = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
        assert!(verifies(URL, FORM, "kvajT1Ptam85bY51eRf/AJRuM3w="));
        assert!(verifies(with_port, FORM, SIGNATURE));
        let odd = "https://mycompany.com:1234/myapp.php?foo=1&bar=2";
        assert!(verifies(odd, FORM, SIGNATURE));
        assert_eq!(
            with_and_without_port("http://u:p@h/?a=b:1")[1],
            "http://u:p@h:80/?a=b:1"
        );
        assert_eq!(
            with_and_without_port("https://[::1]:8443/in")[1],
            "https://[::1]/in"
        );
        assert_eq!(
            with_and_without_port("https://[::1]")[1],
            "https://[::1]:443"
        );
    }

    #[test]
    fn parameters_are_sorted_by_bytes_decoded_and_counted_once() {
        assert_eq!(
            joined(b"zeta=1&Alpha=2&alpha=3&M2=c&M10=d&Body=&n=%C3%A9&s=a+b%2Bc"),
            "Alpha2BodyM10dM2calpha3nésa b+czeta1".as_bytes()
        );
        assert_eq!(joined(b"D=5678&D=1234&D=1234&E=1"), b"D1234D5678E1");
    }

    #[test]
    fn a_body_that_is_no_form_is_covered_by_its_hash() {
        let body = br#"{"property": "value", "boolean": true}"#;
        let hash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        let url = format!("https://mycompany.com/myapp.php?foo=1&bar=2&{BODY_HASH}={hash}");
        let key = TwilioKey::new(TOKEN);
        let signature = b"a9nBmqA0ju/hNViExpshrM61xv4=";
        for is_form in [false, true] {
            let content = SignedContent::of_request(&url, is_form, body).unwrap();
            assert!(key.verifies(&content, signature));
        }
        assert_eq!(SignedContent::of_request(&url, false, b"{}"), None);
        assert_eq!(SignedContent::of_request(&url, true, b"a=b"), None);
        assert_eq!(SignedContent::of_request(URL, false, body), None);
        let twice = format!("{url}&{BODY_HASH}={hash}");
        assert_eq!(SignedContent::of_request(&twice, false, body), None);
    }

    #[test]
    fn a_form_of_more_parameters_than_twilio_sends_is_not_sorted() {
        let form = "&".repeat(MOST_PARAMETERS);
        assert_eq!(SignedContent::of_request(URL, true, form.as_bytes()), None);
        let form = "&".repeat(MOST_PARAMETERS - 1);
        assert!(SignedContent::of_request(URL, true, form.as_bytes()).is_some());
    }

    #[test]
    fn debug_shows_no_token() {
        assert!(!format!("{:?}", TwilioKey::new(TOKEN)).contains("12345"));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_signed_is_verified(path in "/[ -~]{0,40}", form in proptest::collection::vec(0_u8.., 0..200)) {
            proptest::prop_assume!(!path.contains('#') && !path.contains(BODY_HASH));
            let url = format!("https://hooks.example.com{path}");
            let key = TwilioKey::new(TOKEN);
            let content = SignedContent::of_request(&url, true, &form).unwrap();
            proptest::prop_assert!(key.verifies(&content, key.sign(&url, &form).as_bytes()));
        }
    }
}
