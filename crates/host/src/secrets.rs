//! Secrets: kept out of everything that is shown.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::form_urlencoded;

use crate::types::Mistakes;

/// What stands where a secret stood.
pub(crate) const REDACTED: &str = "[redacted]";

/// What marks a cut: `…` in our own texts, dots in those of others.
const CUTS: [&str; 2] = ["…", "..."];

/// So many characters of a secret before a cut are taken for its beginning.
/// Fewer tell nothing, and would be found in half of all words.
const BEFORE_A_CUT: usize = 3;

/// So many at a text's end, where nothing says that the text was cut.
const AT_THE_END: usize = 8;

/// So many characters of base64 at least are taken for a secret. Fewer could be
/// part of any text.
const IN_BASE64: usize = 8;

/// The secret values of one adapter instance. It takes them out of texts; it
/// never shows them itself.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    /// As they are, trimmed, by line, and as JSON writes them.
    plain: Arc<[String]>,
    /// As a request carries them: percent-encoded, or within base64.
    encoded: Arc<[String]>,
}

impl Secrets {
    pub(crate) fn new(values: impl IntoIterator<Item = String>) -> Self {
        let mut secrets: Vec<String> = Vec::new();
        for value in values {
            // A guest's output is read line by line: a secret of several lines
            // must be known by each of them. And a guest may trim it.
            secrets.extend(value.lines().map(|line| line.trim().to_owned()));
            secrets.push(value.trim().to_owned());
            secrets.push(value);
        }
        let quoted: Vec<String> = secrets.iter().filter_map(|it| in_json(it)).collect();
        let encoded = secrets
            .iter()
            .flat_map(|it| in_base64(it).into_iter().chain(percent_encoded(it)));
        let encoded = longest_first(encoded.filter(|it| !secrets.contains(it)).collect());
        secrets.extend(quoted);
        Self {
            plain: longest_first(secrets),
            encoded,
        }
    }

    /// These secrets and others.
    pub(crate) fn and(&self, others: &Self) -> Self {
        let both = |a: &[String], b: &[String]| longest_first([a, b].concat());
        Self {
            plain: both(&self.plain, &others.plain),
            encoded: both(&self.encoded, &others.encoded),
        }
    }

    /// `text` without secrets. A text is scrubbed before it is cut; the
    /// beginning of a secret where it was cut earlier is taken out, too.
    pub(crate) fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for secret in self.encoded.iter().chain(&*self.plain) {
            if text.contains(secret.as_str()) {
                text = Cow::Owned(text.replace(secret.as_str(), REDACTED));
            }
        }
        for cut in CUTS {
            // From the end, so that what is found stays where it is.
            let cuts: Vec<usize> = text.match_indices(cut).map(|(at, _)| at).collect();
            for at in cuts.into_iter().rev() {
                self.redact_beginning(&mut text, at, BEFORE_A_CUT);
            }
        }
        let end = text.len();
        self.redact_beginning(&mut text, end, AT_THE_END);
        text
    }

    /// Takes out the beginning of a secret that ends at `end`, if it has at
    /// least `least` characters.
    fn redact_beginning(&self, text: &mut Cow<'_, str>, end: usize, least: usize) {
        let before = text.get(..end).unwrap_or_default();
        let length = self.beginning_at_end(before.as_bytes());
        let start = end - length;
        let beginning = text.get(start..end).unwrap_or_default();
        if beginning.chars().count() >= least {
            text.to_mut().replace_range(start..end, REDACTED);
        }
    }

    /// How many bytes at the end of a text that goes on may be the beginning
    /// of a secret, or all of it.
    pub(crate) fn beginning_at_end(&self, text: &[u8]) -> usize {
        let of = |secret: &String| {
            let longest = secret.len().min(text.len());
            let is_end = |length: &usize| text.ends_with(secret.as_bytes().split_at(*length).0);
            (1..=longest).rev().find(is_end).unwrap_or_default()
        };
        let all = self.plain.iter().chain(&*self.encoded);
        all.map(of).max().unwrap_or_default()
    }

    /// Takes secrets out of what is said about a wrong value, which is shown
    /// there in part.
    pub(crate) fn scrub_mistakes(&self, mut mistakes: Mistakes) -> Mistakes {
        for mistake in &mut mistakes.0 {
            if let Cow::Owned(scrubbed) = self.scrub(&mistake.problem) {
                mistake.problem = scrubbed;
            }
        }
        mistakes
    }

    /// Takes secrets out of every string in `value`.
    pub(crate) fn scrub_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Cow::Owned(scrubbed) = self.scrub(text) {
                    *text = scrubbed;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.scrub_json(item)),
            Value::Object(members) => members
                .values_mut()
                .for_each(|value| self.scrub_json(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// One secret may be part of another.
fn longest_first(mut secrets: Vec<String>) -> Arc<[String]> {
    secrets.retain(|secret| !secret.is_empty());
    secrets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    secrets.dedup();
    secrets.into()
}

/// A secret within base64, such as the password of `user:password`: it looks
/// different after one byte, after two and after three. Without the characters
/// at its edges that also hold bits of what is around it.
fn in_base64(secret: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (bytes_before, characters_before) in [(0, 0), (1, 2), (2, 3)] {
        let text = [&[0; 2][..bytes_before], secret.as_bytes()].concat();
        let whole = text.len() * 8 / 6;
        for base64 in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
            let encoded = base64.encode(&text);
            let inner = encoded.get(characters_before..whole).unwrap_or_default();
            if inner.len() >= IN_BASE64 {
                all.push(inner.to_owned());
            }
        }
    }
    all
}

/// Everything but what RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A secret in a URL or a form: with a space as `%20` or as `+`, with capital or
/// small digits.
fn percent_encoded(secret: &str) -> Vec<String> {
    let in_url = utf8_percent_encode(secret, RESERVED).to_string();
    let in_form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let small = [&in_url, &in_form].map(|it| with_small_digits(it));
    [in_url, in_form].into_iter().chain(small).collect()
}

/// `%2F` as `%2f`.
fn with_small_digits(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut small = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        small.push('%');
        small.push_str(&digits.to_ascii_lowercase());
        small.push_str(rest);
    }
    small
}

/// How a secret is written in a JSON string, if that is another text.
fn in_json(secret: &str) -> Option<String> {
    let quoted = serde_json::to_string(secret).ok()?;
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    (inner != secret).then(|| inner.to_owned())
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.plain.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Mistake;
    use serde_json::json;

    #[test]
    fn every_occurrence_of_every_secret_is_taken_out() {
        let secrets = Secrets::new(["token".to_owned(), "token-long".to_owned(), String::new()]);
        assert_eq!(
            secrets.scrub("token, token-long; tok"),
            "[redacted], [redacted]; tok"
        );
        assert_eq!(secrets.scrub("nothing"), "nothing");
    }

    #[test]
    fn secrets_deep_in_json_are_taken_out() {
        let secrets = Secrets::new(["s3cret".to_owned()]);
        let mut value = json!({ "a": ["x s3cret y", { "b": "s3cret" }], "n": 1 });
        secrets.scrub_json(&mut value);
        assert_eq!(
            value,
            json!({ "a": ["x [redacted] y", { "b": "[redacted]" }], "n": 1 })
        );
    }

    #[test]
    fn each_line_of_a_secret_of_several_lines_is_a_secret() {
        let secrets = Secrets::new(["first line\nsecond line".to_owned()]);
        assert_eq!(secrets.scrub("got: second line"), "got: [redacted]");
    }

    #[test]
    fn a_secret_is_found_trimmed_and_as_json_writes_it() {
        let secrets = Secrets::new([" s3cret ".to_owned(), "a\"b\\c".to_owned()]);
        assert_eq!(secrets.scrub("got s3cret"), "got [redacted]");
        assert_eq!(secrets.scrub(r#"{"x":"a\"b\\c"}"#), r#"{"x":"[redacted]"}"#);
    }

    #[test]
    fn a_secret_is_found_within_base64_wherever_it_begins() {
        let secret = "p+ss/wörd?of>the~test";
        let secrets = Secrets::new([secret.to_owned()]);
        for user in ["", "u", "us", "use", "user:"] {
            for after in ["", "a", "ab", "abc"] {
                for base64 in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
                    let header =
                        format!("Basic {}", base64.encode(format!("{user}{secret}{after}")));
                    let shown = secrets.scrub(&header);
                    let (before, rest) = shown.split_once(REDACTED).unwrap();
                    assert!(before.len() <= header.len() - rest.len());
                    let left = before.trim_start_matches("Basic ").len() + rest.len();
                    let around = (user.len() + after.len()) * 8 / 6;
                    assert!(left <= around + 4, "{shown}");
                }
            }
        }
        let short = Secrets::new(["abc".to_owned()]);
        assert_eq!(short.scrub("YWJj"), "YWJj");
    }

    #[test]
    fn a_secret_is_found_percent_encoded() {
        let secrets = Secrets::new(["s3/cr t*é==".to_owned()]);
        for encoded in [
            "s3%2Fcr%20t%2A%C3%A9%3D%3D",
            "s3%2fcr%20t%2a%c3%a9%3d%3d",
            "s3%2Fcr+t*%C3%A9%3D%3D",
            "s3%2fcr+t*%c3%a9%3d%3d",
        ] {
            assert_eq!(
                secrets.scrub(&format!("https://example.com/?key={encoded}&n=1")),
                "https://example.com/?key=[redacted]&n=1"
            );
        }
    }

    #[test]
    fn the_beginning_of_an_encoded_secret_on_a_cut_is_taken_out() {
        let secrets = Secrets::new(["p4ssword-of-the-test".to_owned()]);
        // `p4ssword-of-the`
        assert_eq!(
            secrets.scrub("Basic cDRzc3dvcmQtb2YtdGhl"),
            "Basic [redacted]"
        );
    }

    #[test]
    fn the_beginning_of_a_secret_on_a_cut_is_taken_out_wherever_it_was_cut() {
        let secret = "token-äöü-of-the-test";
        let secrets = Secrets::new([secret.to_owned(), "other".to_owned()]);
        for (end, _) in secret.char_indices().skip(1) {
            let beginning = &secret[..end];
            let shown = |least| match beginning.chars().count() {
                count if count < least => beginning,
                _ => REDACTED,
            };
            for cut in ["…", "...", "… (cut)"] {
                let left = shown(BEFORE_A_CUT);
                assert_eq!(
                    secrets.scrub(&format!("bad {beginning}{cut} and {beginning}{cut}")),
                    format!("bad {left}{cut} and {left}{cut}")
                );
            }
            assert_eq!(
                secrets.scrub(&format!("bad {beginning}")),
                format!("bad {}", shown(AT_THE_END))
            );
        }
        assert_eq!(secrets.scrub("wait… more..."), "wait… more...");
    }

    #[test]
    fn a_secret_in_a_wrong_place_is_not_shown() {
        let token = format!("EAAJ-{}", "x".repeat(60));
        let secrets = Secrets::new([token.clone()]);
        let shown: String = token.chars().take(40).collect();
        let mistakes = |problem: &str| Mistakes::from(Mistake::new("limit", problem));
        let scrubbed = |problem: &str| secrets.scrub_mistakes(mistakes(problem)).to_string();
        assert_eq!(
            scrubbed(&format!("expected a whole number, got \"{shown}…\"")),
            "limit: expected a whole number, got \"[redacted]…\""
        );
        assert_eq!(scrubbed("required"), "limit: required");
    }

    #[test]
    fn debug_shows_no_secret() {
        let secrets = Secrets::new(["hidden".to_owned()]);
        assert!(!format!("{secrets:?}").contains("hidden"));
    }
}
