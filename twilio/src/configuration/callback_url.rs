//! A URL of the business that Twilio calls.

use uip_kit::failure::quoted;
use uip_kit::field::found;
use uip_kit::http::{is_web_address, percent};
use uip_kit::refusal::{Refusal, refuse, refuse_property};

/// The longest `StatusCallback` that Twilio takes, in characters.
const LONGEST: usize = 4000;

/// The name in the query of the caller's own reference.
pub const REFERENCE: &str = "ref";

/// An address on the web in ASCII, without spaces, whose host has no underscore
/// (Twilio answers others with 21609).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackUrl(String);

impl CallbackUrl {
    /// Parses the property `property`.
    ///
    /// # Errors
    /// A permanent failure when Twilio could not call it.
    pub fn parse(property: &str, value: &str) -> Result<Self, Refusal> {
        let url = value.trim();
        let host = url.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        if url.len() <= LONGEST && url.is_ascii() && is_web_address(url) && !host.contains('_') {
            return without_reference(property, url);
        }
        // A URL may contain a password.
        let found = if host.contains('@') {
            "has a user name".to_owned()
        } else {
            found(url, LONGEST)
        };
        Err(refuse_property(
            "invalid-callback-url",
            &format!(
                "The property {property} must be a public URL with https://, in ASCII, of at most \
                 {LONGEST} characters and with a host without underscores; it {found}."
            ),
            &format!("Correct {property}, with each special character percent-encoded."),
        ))
    }

    /// As it is set, with the part after `#`, which says how Twilio connects.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL with a reference in its query: the last parameter there.
    ///
    /// # Errors
    /// A permanent failure when both together are too long.
    pub fn with_reference(&self, reference: &str) -> Result<String, Refusal> {
        let (url, fragment) = match self.0.split_once('#') {
            Some((url, fragment)) => (url, Some(fragment)),
            None => (self.0.as_str(), None),
        };
        let separator = if url.contains('?') { '&' } else { '?' };
        let mut url = format!("{url}{separator}{REFERENCE}={}", percent::encode(reference));
        if let Some(fragment) = fragment {
            url.extend(["#", fragment]);
        }
        if url.len() <= LONGEST {
            return Ok(url);
        }
        Err(refuse(
            "callback-data-too-long",
            &format!(
                "The field callbackData, percent-encoded, and the property statusCallbackUrl may \
                 have at most {LONGEST} characters together; they have {}.",
                url.len()
            ),
            &format!(
                "Use a shorter reference than {}, and store the rest in your own system.",
                quoted(reference)
            ),
        ))
    }
}

/// Twilio returns the URL as it is called, and a parameter with the reference's name
/// would be taken for a reference.
fn without_reference(property: &str, url: &str) -> Result<CallbackUrl, Refusal> {
    let (url_only, _) = url.split_once('#').unwrap_or((url, ""));
    let query = url_only.split_once('?').map_or("", |(_, query)| query);
    let mut names = query.split('&').filter_map(|it| it.split('=').next());
    if names.all(|name| name != REFERENCE) {
        return Ok(CallbackUrl(url.to_owned()));
    }
    Err(refuse_property(
        "invalid-callback-url",
        &format!(
            "The property {property} must not have the parameter {REFERENCE}, in which callbackData \
             is returned."
        ),
        &format!("Give the parameter {REFERENCE} in {property} another name."),
    ))
}

#[cfg(test)]
mod tests {
    use super::CallbackUrl;

    fn parse(url: &str) -> Result<CallbackUrl, uip_kit::refusal::Refusal> {
        CallbackUrl::parse("statusCallbackUrl", url)
    }

    #[test]
    fn a_reference_is_the_last_of_the_query() {
        for (url, with) in [
            (
                "https://a.example",
                "https://a.example?ref=o%3A1%20%26%20%C3%A8",
            ),
            (
                "https://a.example/x",
                "https://a.example/x?ref=o%3A1%20%26%20%C3%A8",
            ),
            (
                "https://a.example/x?t=1#rc=5&rp=all",
                "https://a.example/x?t=1&ref=o%3A1%20%26%20%C3%A8#rc=5&rp=all",
            ),
        ] {
            assert_eq!(parse(url).unwrap().with_reference("o:1 & è").unwrap(), with);
        }
    }

    #[test]
    fn a_url_that_twilio_cannot_call_is_refused_without_its_password() {
        for url in [
            "",
            "a.example/x",
            "ftp://a.example",
            "https://",
            "https://my_host.example/x",
            "https://a.example/a b",
            "https://a.example/\u{e8}",
            "https://a.example/\r\nX: 1",
            &format!("https://a.example/{}", "x".repeat(4000)),
        ] {
            assert!(parse(url).is_err(), "{url}");
        }
        assert!(parse("https://a.example/my_path").is_ok());
        for (query, is_free) in [
            ("ref=x", false),
            ("a=1&ref=x#b", false),
            ("refs=x#?ref=1", true),
        ] {
            let url = format!("https://a.example/x?{query}");
            assert_eq!(parse(&url).is_ok(), is_free, "{query}");
        }
        let refused = format!(
            "{:?}",
            parse("https://ada:sesame@my_host.example").unwrap_err()
        );
        assert!(!refused.contains("sesame"), "{refused}");
    }

    #[test]
    fn both_together_have_twilios_limit() {
        let url = format!("https://a.example/{}", "x".repeat(3900));
        let url = parse(&url).unwrap();
        assert!(url.with_reference(&"a".repeat(77)).is_ok());
        assert!(url.with_reference(&"a".repeat(78)).is_err());
        assert!(url.with_reference(&"è".repeat(20)).is_err());
    }
}
